import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'

/**
 * Ends the server and removes its folder when this process is gone, however it went: a pipe closes on every
 * death, also on SIGKILL. POSIX only.
 */
export function startWatchdog(serverPid: number, folder: string): ChildProcess | null {
  if (process.platform === 'win32') return null
  const script =
    'cat >/dev/null; kill -INT "$1" 2>/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2>/dev/null || break; sleep 0.2; done; kill -KILL "$1" 2>/dev/null; rm -rf "$2"'
  const watchdog = spawn('/bin/sh', ['-c', script, 'watchdog', String(serverPid), folder], {
    // Out of the terminal's group: Ctrl-C must not end the one who cleans up.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  watchdog.unref()
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref()
  return watchdog
}
