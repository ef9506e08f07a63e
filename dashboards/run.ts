// npm run dashboards: writes the dashboards that Monitoring gives to Grafana. Commit what changed.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, generateDashboards } from './generate';

const folder = join(__dirname, '..', FOLDER);
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(folder)) rmSync(join(folder, file));
for (const [file, json] of Object.entries(generateDashboards())) writeFileSync(join(folder, file), json);
