// The official conformance suite against the test server whose URL is the argument. What is known
// to be missing is listed per revision; anything else that fails, fails this.
import { spawnSync } from 'node:child_process';

for (const revision of ['2025-11-25', '2026-07-28']) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      'node_modules/.bin/conformance', 'server', '--url', process.argv[2],
      '--requirements', revision, '--expected-failures', `conformance-${revision}.yml`,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
  );
  console.log(`conformance ${revision}\n${stdout.slice(stdout.indexOf('=== SUMMARY'))}`);
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
