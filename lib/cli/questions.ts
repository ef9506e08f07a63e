import { Argument, type Command, Option } from 'commander';
import { acceptedIn } from './diff/accept';
import { diff, isWorse } from './diff/diff';
import { diffInMarkdown, diffInText } from './diff/words';
import { EXITS, Exit } from './exit';
import { explained } from './explain/explain';
import type { Io } from './io';
import { theCluster, wantedClusters } from './program/clusters';
import { findProgram } from './program/find';
import { type Ran, runSound } from './program/run';
import { reportInMarkdown, reportInText } from './program-report';
import { styleFor } from './terminal/style';
import { whatIf } from './what-if/what-if';
import { whatIfInMarkdown, whatIfInText } from './what-if/words';

const FORMATS = ['text', 'markdown', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Asked {
  /** The file of the program. */
  readonly app?: string;
  readonly cluster?: string;
}

/** Adds the commands that ask the program of the user. @param end says how the command ends, if not well */
export function addQuestions(program: Command, io: Io, end: (exit: Exit) => void): void {
  const style = styleFor(io);
  const ran = (app: string | undefined): Promise<Ran> => runSound(findProgram(app, io.cwd), io.cwd);

  command(program, 'explain', 'what each failure does to one app, and why')
    .description(
      'Says of an app which class it has, what each failure does to it and how long that takes, part by part, with the source of each number, the cheapest fix, and what a person must do.',
    )
    .addArgument(new Argument('<app>', 'its name, or namespace/name'))
    .option('--failure <id>', 'tell of this failure alone, in full: node:attic, site:home')
    .addHelpText('after', examples('explain sonarr', 'explain media/sonarr --failure node:attic'))
    .action(async (name: string, { app, ...options }: Asked & { readonly failure?: string }) =>
      io.out(explained((await ran(app)).clusters, name, options, style)),
    );

  formatted(command(program, 'report', 'what a person must know, and every app against every failure'))
    .description(
      'Shows what the report of a synthesis says first: what waits for a person or loses data, single points of failure, and a matrix of apps and failures.',
    )
    .addHelpText('after', examples('report', 'report --cluster home --format markdown'))
    .action(async ({ app, cluster, format }: Asked & { readonly format: Format }) => {
      const { clusters } = await ran(app);
      if (format === 'json') io.out(json(theCluster(clusters, cluster).report));
      else for (const { report } of wantedClusters(clusters, cluster)) io.out(format === 'text' ? reportInText(report, style) : reportInMarkdown(report));
    });

  formatted(command(program, 'what-if', 'which change of the facts saves most minutes a year'))
    .description(
      'Runs the program with one fact changed at a time, and says how many minutes a year each change saves, what it costs in work, which outcomes get better or worse, and which changes the program refuses. It changes no file.',
    )
    .addHelpText('after', examples('what-if', 'what-if --format markdown > what-if.md'))
    .action(async ({ app, cluster, format }: Asked & { readonly format: Format }) => {
      const clusters = await whatIf(findProgram(app, io.cwd), io.cwd, cluster, io.progress ?? (() => undefined));
      if (format === 'json') io.out(json({ clusters }));
      else for (const one of clusters) io.out(format === 'text' ? whatIfInText(one, style) : whatIfInMarkdown(one));
    });

  formatted(command(program, 'diff', 'what the program changes in availability since a commit'))
    .description(
      'Compares what each failure does to each app with the report that is committed at a ref of Git: better, worse, new, gone. Ends with status 1 if something is worse that nobody accepted.',
    )
    .addArgument(new Argument('<ref>', 'a branch, a tag or a commit: HEAD, origin/main'))
    .addOption(
      new Option('--accept <what>', "something worse that you want so: 'app failure: reason'; * stands for all; may be repeated")
        .argParser(gathered)
        .default([], 'none'),
    )
    .addHelpText('after', examples('diff HEAD', "diff origin/main --format markdown --accept 'wiki node:attic: it moves to the attic'"))
    .action(async (ref: string, { app, cluster, format, accept }: Asked & { readonly format: Format; readonly accept: readonly string[] }) => {
      const accepted = accept.map(acceptedIn);
      const { clusters } = await ran(app);
      const found = diff(ref, clusters, wantedClusters(clusters, cluster), accepted, io.cwd);
      io.out(format === 'json' ? json(found) : format === 'text' ? diffInText(found, style) : diffInMarkdown(found));
      if (isWorse(found)) end(Exit.ERRORS);
    });
}

function command(program: Command, name: string, summary: string): Command {
  return program
    .command(name)
    .summary(summary)
    .option('--app <file>', 'the program (default: that of cdk8s.yaml, else main.ts or main.js)')
    .option('--cluster <name>', 'of several clusters only this one');
}

function formatted(one: Command): Command {
  return one.addOption(new Option('--format <format>', 'how to write the result').choices(FORMATS).default('text'));
}

function examples(...some: readonly string[]): string {
  return `\nExamples:\n${some.map((one) => `  npx cdk8s-availability ${one}`).join('\n')}\n${EXITS}`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function gathered(one: string, others: readonly string[]): readonly string[] {
  return [...others, one];
}
