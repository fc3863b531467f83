// Templates that are large on purpose; the same ones each time.

const head = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Deployment0a1b2c3d: { Type: AWS::ApiGateway::Deployment, Properties: { RestApiId: !Ref Api } }
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties:
      EndpointConfiguration: { Types: [REGIONAL] }
      Policy:
        Version: '2012-10-17'
        Statement:
`;

function statement(effect, entries) {
  const lines = entries.map((entry) => `                  - ${entry}\n`).join('');
  return `          - Effect: ${effect}
            Principal: '*'
            Action: execute-api:Invoke
            Resource: execute-api:/*
            Condition:
              IpAddress:
                aws:SourceIp:
${lines}`;
}

/** An allowlist of networks that have nothing to do with each other. */
export function manyCidrs(count) {
  const entries = Array.from({ length: count }, (_, i) => `${16 + (i >> 15)}.${(i >> 7) & 255}.${(i & 127) * 2}.0/24`);
  return head + statement('Allow', entries);
}

/** Two allowlists and a blocklist of networks of all sizes, many of which lie in others or stand several times. */
export function nestedCidrs(count) {
  const random = generator();
  const entries = Array.from({ length: count }, () => {
    const prefix = 16 + random(17);
    const address = (16 + random(64)) * 2 ** 24 + random(2 ** 24);
    const network = address - (address % 2 ** (32 - prefix));
    return `${[24, 16, 8, 0].map((shift) => (network / 2 ** shift) & 255).join('.')}/${prefix}`;
  });
  const [one, two] = [Math.floor(count * 0.4), Math.floor(count * 0.7)];
  return (
    head +
    statement('Allow', entries.slice(0, one)) +
    statement('Allow', entries.slice(one, two)) +
    statement('Deny', entries.slice(two))
  );
}

/** xorshift: numbers below a limit, that look random and are the same each time. */
function generator(seed = 0x9e3779b9) {
  let state = seed;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
