import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type CheckOptions, check, FORMATS, formatted } from './check/check';
import { isCode } from './check/report';
import { CommandError } from './command-error';
import { EXITS, Exit } from './exit';
import { COMMAND } from './facts/objects';
import { factsFile } from './facts/write';
import type { Io } from './io';
import { addQuestions } from './questions';

/** Runs one command. @param args without the names of Node and of the program */
export async function run(args: readonly string[], io: Io): Promise<Exit> {
  let exit = Exit.FINE;
  const program = new Command('cdk8s-availability')
    .description('What a failure does to the apps of a cluster, before it happens.')
    .version(version(), '--version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', EXITS)
    .showHelpAfterError('(--help shows what there is)')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, getOutHelpWidth: () => io.columns ?? 100, getErrHelpWidth: () => io.columns ?? 100 });
  program
    .command('facts')
    .summary('write a first facts.ts of the cluster that is there')
    .description(
      'Reads what kubectl says of a cluster from standard input, and prints the facts of it as TypeScript:\n' +
        'nodes, control plane, storage classes. What only you know is in the comments.',
    )
    .addHelpText('after', `\nExample:\n  ${COMMAND}\n${EXITS}`)
    .action(async () => io.out(factsFile(await io.stdin(), 'standard input')));
  program
    .command('check')
    .summary("judge anybody's YAML by what the death of a node does")
    .description('Says of each workload which availability class it really has, what happens when its node dies, and which rules its objects break.')
    .addArgument(new Argument('<folder, file or ->', 'what kubectl would apply; - is standard input'))
    .requiredOption('--facts <file>', 'the facts of the cluster: TypeScript, JavaScript or JSON')
    .addOption(new Option('--format <format>', 'how to write the result').choices(FORMATS).default('text'))
    .addOption(new Option('--skip <code>', 'a code that is not reported; may be repeated').argParser(collect).default([], 'none'))
    .option('--stdin-name <path>', 'what messages call standard input: the file that it is made from')
    .addHelpText('after', `${EXAMPLES}${EXITS}`)
    .action(async (target: string, options: CheckOptions) => {
      const report = await check(target, options, io);
      io.out(formatted(report, options, version()));
      if (report.counts.errors > 0) exit = Exit.ERRORS;
    });
  addQuestions(program, io, (other) => {
    exit = other;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? Exit.FINE : Exit.UNUSABLE;
    if (!(error instanceof CommandError)) throw error;
    io.err(`${error.message}\n`);
    exit = error.exit;
  }
  return exit;
}

const EXAMPLES = `
Examples:
  npx cdk8s-availability check clusters/home --facts facts.ts
  helm template shop ./chart | npx cdk8s-availability check - --facts facts.ts
  kustomize build apps | npx cdk8s-availability check - --facts facts.ts --format sarif --stdin-name apps/kustomization.yaml > check.sarif
`;

function collect(code: string, codes: readonly string[]): readonly string[] {
  if (!isCode(code)) throw new InvalidArgumentError('No finding has that code.');
  return [...codes, code];
}

function version(): string {
  const { version: own } = require('cdk8s-availability/package.json') as { readonly version: string };
  return own;
}
