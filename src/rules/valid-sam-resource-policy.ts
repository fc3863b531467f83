import type { DefectCode } from '../model/policy.ts';
import { reportsDefects } from './defects.ts';
import { defineRule, type Rule } from './rule.ts';

/** What SAM makes of it, and what to write. */
const MESSAGES = {
  'sam-key': 'ResourcePolicy has no "{{written}}", and SAM drops it without a word{{hint}}',
  'sam-empty':
    '{{name}} is empty: SAM makes no statement of it, and shuts nobody out. List the networks, or remove it.',
  'sam-nested':
    '{{name}} is the value of a function, which SAM puts into a list, though it is a list already: the deployment fails. Write the items one by one, each with the function.',
  'sam-apart':
    '{{name}} is no list, and SAM takes it to pieces: {{does}}. Write a list, with any function in its items.',
  'sam-refused': 'SAM refuses the template: {{name}} takes {{takes}}, and this is {{is}}. {{advice}}',
  'sam-auth': 'SAM refuses the template: Auth has no "{{written}}". Write ResourcePolicy.',
  'sam-vpc':
    '"{{written}}" begins with neither vpc- nor vpce-: SAM drops it without a word. Correct it, or use an Intrinsic list for a reference.',
  'sam-both':
    'SAM compares the VPCs and the VPC endpoints of one SourceVpcBlacklist together: only who comes from a listed VPC by a listed endpoint is denied. List only one kind, and deny the other in CustomStatements.',
  'sam-accounts':
    'SAM allows everybody beside {{beside}}, so this list of accounts restricts nobody. Write both in CustomStatements.',
  'sam-stage':
    'StageName is a function, and SAM writes the stage "Stage" into the policy of an event: it is not about the stage that is deployed. Write the ResourcePolicy of the API, or a literal StageName.',
  'sam-machine':
    'SAM writes no stage into the policy of an event of a state machine that has no Stage, and the deployment fails. Add Stage to the event, or write the ResourcePolicy of the API.',
  'sam-outside': 'ResourcePolicy stands outside Auth, where SAM does not read it. Move it into Auth.',
} as const satisfies Partial<Record<DefectCode, string>>;

const reportDefect = reportsDefects(MESSAGES);

/** https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-resourcepolicystatement.html */
const rule: Rule = defineRule({
  id: 'valid-sam-resource-policy',
  description: 'Disallow resource policies of which SAM makes something else than they say',
  severity: 'error',
  preset: 'recommended',
  kinds: ['rest'],
  messages: MESSAGES,
  revision({ defects = [] }, context) {
    for (const defect of defects) reportDefect(defect, context);
  },
});

export default rule;
