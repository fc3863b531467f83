/** A service whose policy lists these sources; `head` holds sections before its provider. */
export const service = (sources: string, head = ''): string => `service: pets
${head}provider:
  name: aws
  apiGateway:
    resourcePolicy:
      - Effect: Allow
        Principal: '*'
        Action: execute-api:Invoke
        Resource: execute-api:/*
        Condition: { IpAddress: { aws:SourceIp: ${sources} } }
functions:
  list: { handler: pets.list, events: [http: GET /pets] }
`;
