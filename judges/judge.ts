/** Something that a judge says against an object. */
export interface Remark {
  /** The judge's own name for it: `pod-networkpolicy`. */
  readonly rule: string;
  /** `Deployment sonarr/sonarr`. */
  readonly object: string;
  readonly says: string;
}

/** What a judge makes of a folder. */
export interface Judgement {
  /** Every rule that it applied, those without a remark too. */
  readonly rules: readonly string[];
  readonly remarks: readonly Remark[];
}

/** A program that judges YAML. */
export interface Judge {
  readonly name: JudgeName;
  /** Makes sure that it is there, and says so if that takes a while. */
  install(say: (line: string) => void): void;
  judge(folder: string): Judgement;
}

export enum JudgeName {
  KUBE_SCORE = 'kube-score',
  CHECKOV = 'checkov',
}
