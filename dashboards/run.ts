// npm run dashboards: writes the dashboards that Monitoring gives to Grafana. Commit what changed.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDERS, generateDashboards } from './generate';

const root = join(__dirname, '..');
for (const folder of FOLDERS.map((one) => join(root, one))) {
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
}
for (const [file, json] of Object.entries(generateDashboards())) writeFileSync(join(root, file), json);
