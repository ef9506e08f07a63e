/** Who takes an attached volume away from a dead node. */
export enum VolumeRelease {
  /** Nobody: it stays attached for as long as the stuck pod's object exists. Seen for more than 20 minutes. */
  NOBODY = 'nobody',
  /** Somebody deletes the stuck pod by force: the attach-detach controller then waits out its six minutes. */
  FORCE_DELETE = 'force-delete',
  /** The out-of-service taint after real fencing. */
  OUT_OF_SERVICE = 'out-of-service',
  /** The storage itself: it lost sight of the node, and moves the pod. */
  STORAGE = 'storage',
}
