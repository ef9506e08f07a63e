import { App as Cdk8sApp } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { AppConstruct } from '../apps/app-construct';
import { type ChangeAcceptance, checkChangeAcceptances } from '../changes/accept';
import { type Finding, FindingsError } from '../cluster/finding';
import { found } from '../cluster/rule';
import { invalidPublicTexts, PUBLIC_TEXT, PUBLIC_TEXT_OUTSIDE } from '../cluster/rules/public-texts';
import type { PublicTexts } from '../cluster/secrets';
import { checkShape } from '../cluster/shape';
import { findCluster } from '../kubernetes/tree/context';
import { rememberLine, withLineOf, withLines } from '../kubernetes/tree/line';
import { guardChildren } from '../kubernetes/tree/place';
import { checkObjects } from './check-objects';
import { Cluster } from './cluster';
import { findingsOf } from './construct-findings';
import { byFolder } from './disk/by-folder';
import { staleIn } from './disk/stale';
import { saidOf, summaryOf } from './disk/summary';
import { type Folders, writeOutput } from './disk/write-output';
import type { Files } from './disk/written-list';
import { type Flags, flagsIn, mistyped } from './flags';
import { handOver } from './hand-over';
import { againstCliChart, writeCliChart } from './helm/cli-chart';
import { contentsOf } from './helm/contents';
import { HelmChart } from './helm/helm-chart';
import { HelmCharts } from './helm/helm-charts';
import { type Changes, judgeChanges } from './last/judge';
import type { LastOutput } from './last/last-output';
import { keepLastGood, restoreLastGood } from './last-good';
import { type Outdirs, outdirsOf } from './outdirs';
import { type ClusterOutput, constructsOf, type Output, unitsBelow } from './output';
import { type Count, countedOn, uncounted } from './progress';
import { unreadable } from './raw-objects';
import { rawSecrets } from './raw-secrets';
import { asked } from './run';
import { APP_PROPS } from './shapes.generated';
import { TARGETS } from './targets/targets';

const RESTORED = 'The cdk8s CLI emptied the output folder before the program ran. The last good output is back in place.';
const EMPTIED = `The cdk8s CLI emptied the output folder before the program ran. To keep the last good output next time, write this into cdk8s.yaml:
  output: .cdk8s
and this into the program: new App({ outdir: 'dist' })`;

/** Where an app writes its output. */
export interface AppProps {
  /**
   * The folder with one folder per cluster.
   * @default - the folder that the cdk8s CLI sets in CDK8S_OUTDIR, else `dist`
   */
  readonly outdir?: string;
  /**
   * Texts in objects outside of apps that look like secrets but are public, each with its reason:
   * `{ 'https://public.example': 'an address that everybody knows' }`. Those of an app are in its own `publicTexts`. @default - none
   */
  readonly publicTexts?: { readonly [text: string]: string };
  /**
   * What changes are measured against: those that stop apps or lose data stop the synthesis.
   * @default - the output folder as it is in Git at HEAD; where it is not in Git, as it is on the disk
   */
  readonly changesSince?: LastOutput;
  /** Dangerous changes that you accept, each with its reason: the line is in the finding. @default - none */
  readonly acceptChanges?: readonly ChangeAcceptance[];
}

/**
 * A program that describes clusters. `synth()` checks everything first, and then writes the folder of each cluster as a whole.
 *
 * The cdk8s CLI empties its own output folder before it runs a program. Set `outdir`, and set `output` in cdk8s.yaml to
 * another folder: then a refused synthesis keeps the last good output. The other folder gets a copy.
 */
export class App extends Cdk8sApp {
  private readonly misshapen: readonly Finding[];
  private readonly publicTexts: PublicTexts;
  private readonly changes: Pick<AppProps, 'changesSince' | 'acceptChanges'>;
  private readonly outdirs: Outdirs;

  constructor(props: AppProps = {}) {
    const misshapen = checkProps(props);
    super({ ...(misshapen.length > 0 || props.outdir === undefined ? {} : { outdir: props.outdir }) });
    rememberLine(this);
    guardChildren(this);
    this.misshapen = misshapen;
    this.publicTexts = misshapen.length > 0 ? {} : (props.publicTexts ?? {});
    this.changes = misshapen.length > 0 ? {} : props;
    this.outdirs = outdirsOf(this.outdir);
  }

  /**
   * Checks, then writes, and says on the standard output what changed; not with `--quiet` on the program's command line.
   * With `--check` nothing is written: it fails where the output folder is not what would be written. Words that are nearly one of the two are refused.
   *
   * @throws FindingsError with every finding at once; nothing is written then
   */
  override synth(): void {
    const run = asked();
    if (run !== undefined) return void handOver(run, this.assemble(), this.outdirs.trees[0] ?? this.outdir);
    const words = process.argv.slice(2);
    const flags = flagsIn(words);
    const { files, findings, outputs } = this.assemble(flags.quiet ? uncounted : countedOn(process.stderr));
    const { trees, chart } = this.outdirs;
    const refused = [...mistyped(words), ...findings, ...(chart === undefined ? [] : againstCliChart(outputs))];
    if (refused.length > 0) throw this.refusal(refused);
    if (trees.length > 0) this.writeTrees(byFolder(files), outputs, flags);
    if (chart !== undefined && !flags.check) writeCliChart(chart, outputs);
  }

  /** Creates every object now, from what is declared so far: for visitors that walk the tree before synthesis. */
  render(): void {
    for (const app of this.loose()) app.render();
    for (const app of this.loose()) app.hold();
    for (const cluster of this.clusters()) cluster.render();
  }

  /** Every file by its path below the output folder, and the findings against writing them. Writes nothing. */
  build(): { readonly files: Files; readonly findings: readonly Finding[] } {
    const { files, findings } = this.assemble();
    return { files, findings };
  }

  private refusal(findings: readonly Finding[]): FindingsError {
    return new FindingsError(findings, this.outdirs.isEmptied ? (restoreLastGood(this.outdir) ? RESTORED : EMPTIED) : undefined);
  }

  private writeTrees(folders: Folders, outputs: readonly Output[], { check, quiet }: Flags): void {
    if (check) {
      this.judged(folders, outputs);
      const stale = staleIn(this.outdir, folders);
      if (stale.length > 0) throw new FindingsError(stale);
      return;
    }
    const { trees, isEmptied } = this.outdirs;
    let said = '';
    writeOutput(trees, folders, {
      judge: () => {
        said = saidOf(this.judged(folders, outputs));
      },
      announce: (outdir, written) => {
        if (outdir === trees[0] && !quiet) process.stdout.write(`${summaryOf(outdir, written, outputs)}${said}`);
      },
    });
    if (isEmptied) keepLastGood(this.outdir, [...folders.keys()]);
  }

  /** @throws FindingsError with the changes that nobody accepted */
  private judged(folders: Folders, outputs: readonly Output[]): Changes {
    const { changesSince, acceptChanges = [] } = this.changes;
    const changes = judgeChanges(this.outdir, folders, { since: changesSince, accepted: acceptChanges });
    if (changes.open.length === 0) return changes;
    const constructs = constructsOf(outputs);
    throw this.refusal(changes.open.map(({ finding, where }) => withLineOf(this, finding, constructs.get(where) ?? where)));
  }

  private assemble(count: Count = uncounted): { readonly files: Files; readonly findings: readonly Finding[]; readonly outputs: readonly Output[] } {
    const verdicts = this.clusters().map((cluster) => ({ cluster, verdict: cluster.judge(count) }));
    const open = [...this.misshapen, ...verdicts.flatMap(({ verdict }) => verdict.open)];
    const early = this.make(count);
    const constructs = this.node.findAll();
    const foreign = [
      ...constructs.flatMap(findingsOf),
      ...unreadable(this, (construct) => construct instanceof Cluster),
      ...rawSecrets(this, this.publicTexts),
    ];
    const parts = [
      ...verdicts.map(({ cluster, verdict }) => ({
        cluster: cluster.output({ ...verdict, notes: [...verdict.notes, ...publicNotes(this.publicTexts)] }),
        units: unitsBelow(cluster, (construct) => construct instanceof Cluster && construct !== cluster),
      })),
      { cluster: undefined, units: unitsBelow(this, (construct) => construct instanceof Cluster) },
    ];
    const charts = constructs.filter((one): one is HelmChart | HelmCharts => one instanceof HelmChart || one instanceof HelmCharts);
    const loose = this.loose().flatMap(({ plan }) => plan ?? []);
    const wrongCharts: Finding[] = [];
    const outputs: readonly Output[] = parts.map((part) => ({
      ...part,
      charts: contentsOf(chartsIn(charts, part.cluster), { ...part, plans: part.cluster?.plans ?? loose }, (one) => wrongCharts.push(one)),
    }));
    const clashes = checkObjects(
      outputs.map((output) => ({ name: output.cluster?.path, units: [...output.units, ...TARGETS.flatMap((target) => target.objects(output))] })),
    );
    // Apps with one name create objects with one name: one finding is enough.
    const named = new Set(open.filter((finding) => finding.code === 'NAME-CLASH').map((finding) => `${finding.path}.yaml`));
    // Likewise the files of charts with one name.
    const twins = open.filter((finding) => finding.code === 'FILE-CLASH').map((finding) => `${finding.path}/`);
    const isSaid = ({ code, path }: Finding) => named.has(path) || (code === 'FILE-CLASH' && twins.some((twin) => path.startsWith(twin)));
    const refused: Finding[] = [...open, ...early, ...foreign, ...wrongCharts, ...clashes.filter((finding) => !isSaid(finding))];
    if (refused.length > 0) return { files: new Map(), findings: this.withLines(refused, outputs), outputs };
    const files = outputs.flatMap((output) => TARGETS.flatMap((target) => [...target.files(output, (finding) => refused.push(finding))]));
    return { files: new Map(refused.length > 0 ? [] : files), findings: this.withLines(refused, outputs), outputs };
  }

  private withLines(findings: readonly Finding[], outputs: readonly Output[]): readonly Finding[] {
    if (findings.length === 0) return [];
    const constructs = constructsOf(outputs);
    return withLines(this, findings, (path) => constructs.get(path) ?? path);
  }

  private clusters(): readonly Cluster[] {
    return this.node.findAll().filter((one): one is Cluster => one instanceof Cluster);
  }

  /** Apps in charts outside of clusters. */
  private loose(): readonly AppConstruct[] {
    return this.node.findAll().filter((one): one is AppConstruct => one instanceof AppConstruct && findCluster(one) === undefined);
  }

  private make(count: Count): readonly Finding[] {
    for (const app of this.loose()) app.render();
    return this.clusters().flatMap((cluster) => cluster.make(count));
  }
}

/** What is wrong with the props. */
function checkProps(props: AppProps): readonly Finding[] {
  const misshapen = checkShape(APP_PROPS, props, 'App');
  if (misshapen.length > 0) return misshapen;
  return [
    ...[...invalidPublicTexts(props.publicTexts ?? {})].map((said) => found(PUBLIC_TEXT, 'App', said)),
    ...checkChangeAcceptances(props.acceptChanges ?? []),
  ];
}

/** The reasons, for the report. The texts themselves are in the program. */
function publicNotes(texts: PublicTexts): readonly Finding[] {
  return Object.values(texts).map((reason) =>
    found(PUBLIC_TEXT_OUTSIDE, 'App', {
      given: 'a text outside of apps looks like a secret',
      allowed: `but is public (${reason})`,
      fix: 'Remove it from publicTexts when it is gone.',
    }),
  );
}

/** The charts in a cluster, or in none. */
function chartsIn(charts: readonly (HelmChart | HelmCharts)[], cluster: ClusterOutput | undefined): readonly (HelmChart | HelmCharts)[] {
  const pathOfCluster = (chart: IConstruct) => chart.node.scopes.find((one) => one instanceof Cluster)?.node.path;
  return charts.filter((chart) => pathOfCluster(chart) === cluster?.path);
}
