import type { Nature } from '../../values/value.ts';

/** What `Ref` and `GetAtt` give of resources whose type says what it is; the attribute of `Ref` is empty. */
const OF_RESOURCES: ReadonlyMap<string, Nature> = new Map<string, Nature>([
  ['AWS::EC2::EIP.', 'elastic IP address'],
  ['AWS::EC2::EIP.PublicIp', 'elastic IP address'],
  ['AWS::EC2::EIP.AllocationId', 'Elastic IP allocation id'],
  ['AWS::EC2::Instance.', 'instance id'],
  ['AWS::EC2::Instance.InstanceId', 'instance id'],
  ['AWS::EC2::Instance.PrivateIp', 'private address'],
  ['AWS::EC2::Instance.PrivateDnsName', 'host name'],
  ['AWS::EC2::Instance.VpcId', 'VPC id'],
  ['AWS::EC2::NetworkInterface.', 'network interface id'],
  ['AWS::EC2::NetworkInterface.Id', 'network interface id'],
  ['AWS::EC2::NetworkInterface.PrimaryPrivateIpAddress', 'private address'],
  ['AWS::EC2::NetworkInterface.VpcId', 'VPC id'],
  ['AWS::EC2::NatGateway.', 'NAT gateway id'],
  ['AWS::EC2::NatGateway.NatGatewayId', 'NAT gateway id'],
  ['AWS::EC2::NatGateway.EniId', 'network interface id'],
  ['AWS::EC2::InternetGateway.', 'internet gateway id'],
  ['AWS::EC2::InternetGateway.InternetGatewayId', 'internet gateway id'],
  ['AWS::EC2::VPC.', 'VPC id'],
  ['AWS::EC2::VPC.VpcId', 'VPC id'],
  ['AWS::EC2::VPC.CidrBlock', 'private network'],
  ['AWS::EC2::VPC.DefaultSecurityGroup', 'security group id'],
  ['AWS::EC2::VPCEndpoint.', 'VPC endpoint id'],
  ['AWS::EC2::VPCEndpoint.Id', 'VPC endpoint id'],
  ['AWS::EC2::Subnet.', 'subnet id'],
  ['AWS::EC2::Subnet.SubnetId', 'subnet id'],
  ['AWS::EC2::Subnet.CidrBlock', 'private network'],
  ['AWS::EC2::Subnet.VpcId', 'VPC id'],
  ['AWS::EC2::SecurityGroup.', 'security group id'],
  ['AWS::EC2::SecurityGroup.Id', 'security group id'],
  ['AWS::EC2::SecurityGroup.GroupId', 'security group id'],
  ['AWS::EC2::SecurityGroup.VpcId', 'VPC id'],
  ['AWS::EC2::PrefixList.', 'prefix list id'],
  ['AWS::EC2::PrefixList.PrefixListId', 'prefix list id'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer.DNSName', 'host name'],
  ['AWS::WAFv2::IPSet.', 'IP set'],
  ['AWS::WAFv2::IPSet.Arn', 'IP set'],
  ['AWS::WAFv2::IPSet.Id', 'IP set'],
]);

/** CloudFormation checks that the values of such parameters are there: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html */
const OF_PARAMETERS: ReadonlyMap<string, Nature> = new Map<string, Nature>([
  ['AWS::EC2::VPC::Id', 'VPC id'],
  ['AWS::EC2::Subnet::Id', 'subnet id'],
  ['AWS::EC2::SecurityGroup::Id', 'security group id'],
  ['AWS::EC2::Instance::Id', 'instance id'],
]);

export function natureOfResource(type: string, attribute = ''): { readonly nature?: Nature } {
  const nature = OF_RESOURCES.get(`${type}.${attribute}`);
  return nature ? { nature } : {};
}

/** Of a list parameter, what its members are. */
export function natureOfParameter(type: string): { readonly nature?: Nature } {
  const single = type.replace(/^AWS::SSM::Parameter::Value<(.*)>$/, '$1').replace(/^List<(.*)>$/, '$1');
  const nature = OF_PARAMETERS.get(single);
  return nature ? { nature } : {};
}
