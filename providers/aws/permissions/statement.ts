/** A statement of the policy that Slipway's credentials need. */
export interface Statement {
  sid: string;
  /**
   * Each action, with the types of the resources that it needs to be allowed for, as in their ARNs. Without
   * types, the action knows no resource, or the statement's own resources are the types.
   */
  actions: Readonly<Record<string, readonly string[]>>;
  /**
   * The document allows every action with one of these prefixes instead of the single ones, because a policy has
   * a maximum size. Only where the other actions do no harm.
   */
  shortenedTo?: readonly string[];
  /** Patterns of ARNs; all resources if absent. */
  resources?: readonly string[];
  condition?: Condition;
}

/** The values of keys, by operator and key. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;

/** The condition that a resource has this tag, whatever its value. */
export function tagged(key: string): Condition {
  return { StringLike: { [`aws:ResourceTag/${key}`]: '*' } };
}

/** The same types of resources for several actions. */
export function all(actions: readonly string[], ...types: string[]): Record<string, string[]> {
  return Object.fromEntries(actions.map((action) => [action, types]));
}
