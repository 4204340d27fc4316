/** What the fields of a plan mean. */
export const PLAN_DESCRIPTIONS = {
  OperationPlan: {
    self: 'The plan of an operation. Sensitive values are hidden.',
    spec: 'Only of an update of a cluster: what the request changes in its spec. Defaults, and the order of keys and of lists without an order, are no change.',
    resources: 'The resources that change.',
    outputs: 'The outputs that change. `path` is the name of the output.',
    orphaned:
      'Only if the operation brings a state: the addresses of objects that only the state before knows. They would remain, and no longer be managed.',
    truncated:
      '`true` if the plan is too large, so that some resources are shown without attributes.',
  },
  PlannedChange: {
    address: 'The address of the resource in the module; `type/name` in a cluster or network.',
    name: 'As in `progress.resources`.',
    reason:
      'Why the resource is replaced, deleted, or changed although its attributes stay. `cannot_update`: an attribute changes that is fixed at creation; it has `replaces`. `refers_to_removed`: it refers to a resource that is deleted or replaced. `broken`: the cloud has it in a broken state, or no longer. `unfinished`: an earlier operation has not finished changing it. `tainted`: an earlier apply has not finished creating it. `requested`: the request names it. `triggered`: the module replaces it with another resource. `not_wanted`: the spec or the module does not have it any more.',
    movedFrom: 'The address of the resource before the operation.',
    imported: '`true` if the operation adopts a resource that exists already.',
  },
  PlanAttribute: {
    self: 'A value before and after the operation: as JSON text with every digit, or the reason why it is not shown.',
    path: 'For example `tags["Name"]` or `rules[0].port`.',
    before: 'Absent if there is no value before.',
    after: 'Absent if there is no value afterwards. `unknown`: only the apply will know it.',
    replaces: '`true` if the change of this attribute makes the resource be replaced.',
  },
};
