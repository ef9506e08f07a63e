/** What gets a chart of its own. */
export enum ChartPer {
  /** Each app, and what belongs to none of them: the chart `shared`, to be installed first. */
  APP = 'app',
  /** Each folder, and with it each node role. */
  FOLDER = 'folder',
}
