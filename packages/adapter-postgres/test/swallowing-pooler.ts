import { connect, createServer, type Socket } from 'node:net'

/** What `ignore_startup_parameters` of PgBouncer is set to, so that drivers can connect at all. */
const SWALLOWED: ReadonlySet<string> = new Set(['options', 'statement_timeout', 'lock_timeout'])

/** The first message of a connection, which has no type: length, protocol, and names and values that end in NUL. */
function withoutSwallowed(startup: Buffer): Buffer {
  const texts = startup.subarray(8).toString('utf8').split('\0')
  const kept: string[] = []
  for (let at = 0; at + 1 < texts.length && texts[at] !== ''; at += 2) {
    const [name = '', value = ''] = texts.slice(at, at + 2)
    if (!SWALLOWED.has(name)) kept.push(name, value)
  }
  const body = Buffer.from(`${kept.map((text) => `${text}\0`).join('')}\0`)
  const head = Buffer.from(startup.subarray(0, 8))
  head.writeInt32BE(8 + body.length, 0)
  return Buffer.concat([head, body])
}

export interface SwallowingPooler {
  readonly port: number
  close(): void
}

/** Hands every connection on to the server, but not what it asks for at its start. Says nothing about it. */
export async function swallowingPooler(host: string, port: number): Promise<SwallowingPooler> {
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = connect(port, host)
    let begun = Buffer.alloc(0)
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(socket)
      socket.on('error', () => other.destroy())
      socket.on('close', () => other.destroy())
    }
    const onStart = (data: Buffer): void => {
      begun = Buffer.concat([begun, data])
      if (begun.length < 4 || begun.length < begun.readInt32BE(0)) return
      const length = begun.readInt32BE(0)
      client.off('data', onStart)
      server.write(withoutSwallowed(begun.subarray(0, length)))
      server.write(begun.subarray(length))
      client.pipe(server)
    }
    client.on('data', onStart)
    server.pipe(client)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const address = proxy.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      proxy.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
