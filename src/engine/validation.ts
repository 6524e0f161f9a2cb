import { refuseWrongFields } from '../constructs/props';
import { shape } from '../constructs/types/shapes';

/** What `properties` of a validation in `cdk8s.yaml` may say. */
export interface BulwarkValidationProps {
  /**
   * The minor whose API server judges manifests that carry no target: `1.34`. The tree of a PolicyApp has targets of its own.
   *
   * @default - the newest supported
   */
  readonly kubernetes?: string;

  /**
   * A file of findings that are let pass, as `bulwark check --write-baseline` writes it, from the folder of `cdk8s.yaml`.
   *
   * @default - every finding fails the validation
   */
  readonly baseline?: string;
}

shape<BulwarkValidationProps>('BulwarkValidationProps', { baseline: '?string', kubernetes: '?string' });

/**
 * `bulwark check` as a validation of cdk8s-cli, for those who run `cdk8s synth`. In `cdk8s.yaml`:
 *
 * ```yaml
 * validations:
 * - package: ./node_modules/cdk8s-bulwark
 *   version: 1.2.3            # the one that is installed
 *   class: BulwarkValidation
 *   properties: {kubernetes: '1.34'}
 * ```
 *
 * It judges the manifests that were synthesized as `bulwark check` does: what an API server would refuse, findings that
 * nobody acknowledged, and of a PolicyApp the guarantees of its constructs. Anything of it fails the validation, and with it
 * the synthesis. Nothing is written.
 */
export class BulwarkValidation {
  private readonly props: BulwarkValidationProps;

  /**
   * @param props what `cdk8s.yaml` says
   * @throws for a property that is none: it would be left out in silence
   */
  constructor(props: BulwarkValidationProps = {}) {
    refuseWrongFields('BulwarkValidationProps', props, 'properties');
    this.props = props;
  }

  /**
   * Judges the manifests of a run of cdk8s-cli, and submits the report.
   *
   * @param context the ValidationContext of cdk8s-cli: `manifests`, and `report` with `addViolation` and `submit`
   */
  public async validate(context: any): Promise<void> {
    // Loaded late: an app that only declares constructs needs nothing of what checks them.
    const { validateManifests } = require('./validate-manifests') as typeof import('./validate-manifests');
    return validateManifests(context as Parameters<typeof validateManifests>[0], this.props);
  }
}
