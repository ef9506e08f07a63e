/** The house: facts, decisions, objects, files. Imports point left; object folders do not know each other, and nobody knows a system. */
const OBJECT_FOLDERS = ['apps', 'devices', 'monitoring', 'network'];
/** But for these: what monitoring and the device plugin are made of are apps like any others. */
const MAY_KNOW = { devices: ['apps'], monitoring: ['apps'] };
/** The rooms of the decisions, from the ground up: each knows those before it. */
const ROOMS = ['ask', 'model', 'network', 'pod', 'storage', 'placement', 'failure', 'classes', 'report', 'fleet'];

module.exports = {
  forbidden: [
    { name: 'no-loops', severity: 'error', from: {}, to: { circular: true } },
    { name: 'facts-know-nothing-else', severity: 'error', from: { path: '^lib/cluster' }, to: { pathNot: '^(lib/cluster|node:|(crypto|path|url)$)' } },
    { name: 'decisions-know-only-facts', severity: 'error', from: { path: '^lib/availability' }, to: { pathNot: '^(lib/(cluster|availability)|node:)' } },
    ...ROOMS.slice(0, -1).map((room) => ({
      name: `${room}-knows-no-higher-room`,
      severity: 'error',
      from: { path: `^lib/availability/${room}/` },
      to: { path: `^lib/availability/(${ROOMS.slice(ROOMS.indexOf(room) + 1).join('|')})/` },
    })),
    { name: 'alerts-are-decisions', severity: 'error', from: { path: '^lib/alerts' }, to: { pathNot: '^lib/(cluster|availability|alerts)' } },
    { name: 'failures-are-decisions', severity: 'error', from: { path: '^lib/failures' }, to: { pathNot: '^lib/(cluster|availability|failures)' } },
    {
      name: 'reports-are-made-from-data',
      severity: 'error',
      from: { path: '^lib/report' },
      to: { pathNot: '^lib/(cluster|availability|failures|report)/|node_modules/@dagrejs/' },
    },
    {
      name: 'changes-are-judged-from-data',
      severity: 'error',
      from: { path: '^lib/changes' },
      to: { pathNot: '^lib/(cluster|availability|kubernetes|changes)/|^(node:|crypto$)|node_modules/yaml/' },
    },
    { name: 'the-catalogue-is-data', severity: 'error', from: { path: '^lib/catalog' }, to: { pathNot: '^lib/(cluster|availability|catalog)' } },
    {
      name: 'kubernetes-does-not-know-files-or-folders',
      severity: 'error',
      from: { path: '^lib/kubernetes' },
      to: { path: `^lib/(${[...OBJECT_FOLDERS, 'changes', 'systems', 'delivery', 'catalog'].join('|')})` },
    },
    ...OBJECT_FOLDERS.map((folder) => ({
      name: `${folder}-knows-no-other-object-folder`,
      severity: 'error',
      from: { path: `^lib/${folder}` },
      to: { path: `^lib/(${[...OBJECT_FOLDERS.filter((other) => other !== folder && !MAY_KNOW[folder]?.includes(other)), 'delivery', 'catalog'].join('|')})` },
    })),
    { name: 'no-core-knows-a-system', severity: 'error', from: { path: '^lib/', pathNot: '^lib/(systems/|(index|rules).ts$)' }, to: { path: '^lib/systems' } },
    { name: 'no-system-knows-another', severity: 'error', from: { path: '^lib/systems/([^/]+)/' }, to: { path: '^lib/systems', pathNot: '^lib/systems/$1/' } },
    {
      name: 'systems-know-no-object-folder',
      severity: 'error',
      from: { path: '^lib/systems' },
      to: { path: `^lib/(${[...OBJECT_FOLDERS, 'delivery', 'catalog'].join('|')})` },
    },
    {
      name: 'only-the-edges-touch-the-disk',
      severity: 'error',
      from: { path: '^lib', pathNot: '^lib/(delivery|cli)/' },
      to: { path: '^(node:)?(fs|fs/promises|child_process|http|https|net|os)$' },
    },
    {
      name: 'nobody-knows-the-command',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/cli/' },
      to: { path: '^lib/cli/', pathNot: '^lib/cli/rules.ts$' },
    },
    { name: 'rules-of-the-command-are-data', severity: 'error', from: { path: '^lib/cli/rules.ts$' }, to: { pathNot: '^lib/cluster/' } },
    { name: 'only-the-command-reads-arguments', severity: 'error', from: { path: '^lib/', pathNot: '^lib/cli/' }, to: { path: 'node_modules/commander/' } },
    {
      name: 'manifests-are-read-as-data',
      severity: 'error',
      from: { path: '^lib/manifests/' },
      to: { pathNot: '^lib/(cluster|availability|kubernetes|manifests)/' },
    },
    { name: 'dashboards-are-made-before', severity: 'error', from: { path: '^lib' }, to: { path: '^dashboards|@grafana' } },
    { name: 'only-types-of-cdk8s-plus', severity: 'error', from: { path: '^lib' }, to: { path: 'cdk8s-plus-28', dependencyTypesNot: ['type-only'] } },
    { name: 'programs-use-the-public-api', severity: 'error', from: { path: '^(main|examples)' }, to: { path: '^lib/', pathNot: '^lib/index.ts$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['require', 'node', 'types'] },
  },
};
