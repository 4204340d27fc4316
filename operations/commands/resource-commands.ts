/** Commands on resources of any kind. Each starts an operation, or answers what the operation would do. */
import type { CreateRequestOf, UpdateRequestOf } from '../../contract/resources/schemas.ts';
import type { ResourceType, TypesWith } from '../../contract/vocabulary.ts';
import type { Admit, Admitted } from '../admission/admit.ts';
import type { SubmitOptions } from '../admission/submit-options.ts';
import type {
  DeleteOptions,
  ResourceKind,
  ResourceKinds,
  UpdatableKind,
} from '../kinds/resource-kind.ts';
import type { Principal } from '../temporal/calls.ts';

/** For the errors of each command see the kinds of resources; all throw those of `Admit` too. */
export interface ResourceCommands {
  create<Type extends ResourceType>(
    principal: Principal,
    type: Type,
    request: CreateRequestOf<Type>,
    options: SubmitOptions,
  ): Promise<Admitted>;
  /** @param patch a JSON merge patch whose fields have been checked one by one */
  update<Type extends TypesWith<'update'>>(
    principal: Principal,
    type: Type,
    id: string,
    patch: UpdateRequestOf<Type>,
    options: SubmitOptions,
  ): Promise<Admitted>;
  delete(
    principal: Principal,
    type: TypesWith<'delete'>,
    id: string,
    options: SubmitOptions & DeleteOptions,
  ): Promise<Admitted>;
  /** Applies the commit that the ref of a deployment's source names now. */
  refreshSource(principal: Principal, id: string, options: SubmitOptions): Promise<Admitted>;
  /** Rebuilds the record of a resource whose entity was ended outside of Slipway. */
  recover(
    principal: Principal,
    type: TypesWith<'recover'>,
    id: string,
    options: SubmitOptions,
  ): Promise<Admitted>;
}

export function createResourceCommands(kinds: ResourceKinds, admit: Admit): ResourceCommands {
  // A generic type indexes a mapped type, but not the intersection of several.
  const creatable: { [Type in ResourceType]: ResourceKind<Type> } = kinds;
  const updatable: { [Type in TypesWith<'update'>]: UpdatableKind<Type> } = kinds;
  return {
    create: (principal, type, request, options) =>
      admit(principal, options, (submission) => creatable[type].create(submission, request)),
    update: (principal, type, id, patch, options) =>
      admit(principal, options, (submission) => updatable[type].update(submission, id, patch)),
    delete: (principal, type, id, options) =>
      admit(principal, options, (submission) => kinds[type].delete(submission, id, options)),
    refreshSource: (principal, id, options) =>
      admit(principal, options, (submission) => kinds.deployment.refreshSource(submission, id)),
    recover: (principal, type, id, options) =>
      admit(principal, options, (submission) => kinds[type].recover(submission, id)),
  };
}
