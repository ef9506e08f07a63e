/** `metrics` of `sonarr-metrics`, nothing of `sonarr` itself; the whole name where it does not begin with that of the app. */
export function ownPart(app: string, name: string): string | undefined {
  if (name === app) return undefined;
  return name.startsWith(`${app}-`) ? name.slice(app.length + 1) : name;
}
