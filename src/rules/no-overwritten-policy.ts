import { defineRule, type Rule } from './rule.ts';

const KEPT =
  'from version 6.48 on the AWS provider puts back only the policy of aws_api_gateway_rest_api. Write this one into the body as x-amazon-apigateway-policy, or set put_rest_api_mode = "merge".';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html */
const rule: Rule = defineRule({
  id: 'no-overwritten-policy',
  description: 'Disallow policies that the next import of the definition takes off',
  severity: 'warning',
  preset: 'recommended',
  kinds: ['rest'],
  messages: {
    later: `Each update of the body of {{api}} takes this policy off, and no plan shows it: ${KEPT}`,
    now: `This plan updates the body of {{api}} and so takes this policy off, without showing it: ${KEPT}`,
  },
  revision({ overwrites = [] }, { api, when, report }) {
    for (const overwrite of overwrites) {
      const { happens, atOnce } = overwrite;
      when(happens, () =>
        report(atOnce ? 'now' : 'later', overwrite, { data: { api: api.id }, ...(atOnce && { atLeast: 'error' }) }),
      );
    }
  },
});

export default rule;
