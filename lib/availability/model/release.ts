/** What detaches a volume from a dead node. */
export enum VolumeRelease {
  /** Nothing: it stays attached for as long as the stuck pod's object exists. Seen for more than 20 minutes. */
  NOBODY = 'nobody',
  /** Someone force-deletes the stuck pod; the attach-detach controller then waits its six minutes. */
  FORCE_DELETE = 'force-delete',
  /** The out-of-service taint after real fencing. */
  OUT_OF_SERVICE = 'out-of-service',
  /** The storage itself: it lost contact with the node and moves the pod. */
  STORAGE = 'storage',
}
