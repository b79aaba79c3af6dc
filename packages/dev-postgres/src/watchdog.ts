import { type ChildProcess, spawn } from 'node:child_process'
import { Socket } from 'node:net'

/** The server writes its own process id there. An initdb under way writes on for a moment, so the folder is removed twice. */
const SCRIPT = `cat >/dev/null
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
  kill -KILL "$pid" 2>/dev/null
fi
rm -rf "$1"
sleep 2
pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) && kill -KILL "$pid" 2>/dev/null
rm -rf "$1"`

/**
 * Ends the server of a folder and removes the folder when this process is gone, however it went: a pipe closes on
 * every death, also on SIGKILL. POSIX only.
 */
export function startWatchdog(folder: string): ChildProcess | null {
  if (process.platform === 'win32') return null
  const watchdog = spawn('/bin/sh', ['-c', SCRIPT, 'watchdog', folder], {
    // Out of the terminal's group: Ctrl-C must not end the one who cleans up.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
  })
  watchdog.unref()
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref()
  return watchdog
}
