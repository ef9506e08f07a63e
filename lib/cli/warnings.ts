/** What Node says of its own features while it loads the facts of a user: nothing that its user did, and nothing to do about. */
const OF_NODE = ['ExperimentalWarning', 'DeprecationWarning'];
/** What it says of a file that it loads, which a finding says if the file does not load. Source: lib/internal/modules of Node. */
const OF_LOADING = /^(Failed to load the ES module|Module type of .* is not specified)/;

function isNoise({ name, message }: Error): boolean {
  return OF_NODE.includes(name) || OF_LOADING.test(message);
}

/** From now on, warnings of Node about itself are not shown; all others are. */
export function withoutNoise(): void {
  const shown = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!isNoise(warning)) for (const show of shown) show(warning);
  });
}
