import { createServer, type Server } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'

/** Made for these tests, signed by itself, known to everybody: it guards nothing. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUCQUJfgeByLsMWIaUsGwkb8kua2owCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDE2MDAzNloYDzIxMjYxMDMx
MTYwMDM2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQ21uSqOSxDdLKM5MRYQQCRZvczY8MDf99GrB8nliONmhHMYsF4f+HQ
znJX3oMsc7dpOJ6uif0uSy8Gx6un1DTAo28wbTAdBgNVHQ4EFgQUhob/T0/TNZw/
jlwZ/2WgJ4GdckgwHwYDVR0jBBgwFoAUhob/T0/TNZw/jlwZ/2WgJ4GdckgwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgdUjdK5SE6hKwL9iDlOGlMUbHFLdaF6sIbI8Zr8OYzh0CIQDT
w2/lquy7uAYy1YaqZ8qY2DRQxJlpFwHoC6hDicxJZg==
-----END CERTIFICATE-----
`
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcflBn6GYe+qpsaL2
dVu6y/spfHSDmzLO9c/X7Ne+8SqhRANCAAQ21uSqOSxDdLKM5MRYQQCRZvczY8MD
f99GrB8nliONmhHMYsF4f+HQznJX3oMsc7dpOJ6uif0uSy8Gx6un1DTA
-----END PRIVATE KEY-----
`

/** Accepts TLS as PostgreSQL does, with a certificate that nobody vouches for; goes no further. */
export async function selfSignedServer(): Promise<{ readonly port: number; readonly server: Server }> {
  const secureContext = createSecureContext({ cert: CERTIFICATE, key: KEY })
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write('S')
      new TLSSocket(socket, { isServer: true, secureContext }).on('error', () => undefined)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return { port: typeof address === 'object' && address !== null ? address.port : 0, server }
}
