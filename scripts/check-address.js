// npm runs it before `npm publish`: a published package says where its source is and where to report a bug. The
// repository does not know where it is published from, so whoever publishes says it once.
const { repository, homepage, bugs } = require('../package.json');

const missing = Object.entries({ repository, homepage, bugs }).flatMap(([name, value]) => (value === undefined ? [name] : []));
if (missing.length > 0) {
  console.error(`package.json does not say ${missing.join(' and ')}. Set them once, with your own address:

  npm pkg set repository.type=git repository.url=git+https://HOST/OWNER/cdk8s-availability.git
  npm pkg set homepage=https://HOST/OWNER/cdk8s-availability#readme bugs.url=https://HOST/OWNER/cdk8s-availability/issues
`);
  process.exitCode = 1;
}
