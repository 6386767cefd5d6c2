import {
  ParameterReflection,
  ReferenceType,
  ReflectionFlag,
  ReflectionKind,
  ReflectionType,
  type Context,
  type DeclarationReflection,
  type ProjectReflection,
  type SignatureReflection,
  type SomeType,
} from 'typedoc';
import * as ts from 'typescript';

/** Which of a bound endpoint's arguments may be left out: where it is written, that is told by a default. */
const optional = new WeakMap<SignatureReflection, readonly boolean[]>();

/** What a bound endpoint takes and gives are type parameters where it is written: the compiler knows what those are. */
export function readEndpoint(context: Context, signature: SignatureReflection, known: ts.Signature | undefined): void {
  const { type } = signature;
  const isCut = type instanceof ReferenceType && type.name === 'Observable' && (type.typeArguments ?? []).length === 0;
  if (!isCut || known === undefined) return;
  signature.type = context.converter.convertType(context, known.getReturnType());
  const [rest] = known.getParameters();
  const args = rest && context.checker.getTypeOfSymbol(rest);
  if (args && context.checker.isTupleType(args)) optional.set(signature, optionalIn(args as ts.TupleTypeReference));
}

const optionalIn = ({ target }: ts.TupleTypeReference): readonly boolean[] =>
  target.elementFlags.map(flags => (flags & ts.ElementFlags.Optional) !== 0);

/** Shows properties of classes that are functions, as bound endpoints are, as the methods that they are to users. */
export function showMethods(project: ProjectReflection): void {
  for (const property of project.getReflectionsByKind(ReflectionKind.Property)) {
    if (property.isDeclaration() && property.parent?.kindOf(ReflectionKind.Class) === true) showMethod(property);
  }
}

function showMethod(property: DeclarationReflection): void {
  const [signature] = property.type instanceof ReflectionType ? (property.type.declaration.signatures ?? []) : [];
  if (signature === undefined) return;
  property.kind = ReflectionKind.Method;
  property.signatures = [signature];
  signature.name = property.name;
  signature.kind = ReflectionKind.CallSignature;
  signature.parent = property;
  signature.parameters = signature.parameters?.flatMap(parameter => spread(parameter, signature)) ?? [];
  if (property.comment) signature.comment = property.comment;
  delete property.type;
  delete property.comment;
  delete property.defaultValue;
  delete property.inheritedFrom;
  property.setFlag(ReflectionFlag.Readonly, false);
  property.setFlag(ReflectionFlag.Inherited, false);
}

/** The parameters that a rest parameter of a tuple stands for. */
function spread(parameter: ParameterReflection, signature: SignatureReflection): readonly ParameterReflection[] {
  const { type } = parameter;
  if (type?.type !== 'tuple') return [parameter];
  const mayLack = optional.get(signature) ?? [];
  return type.elements.map((element, at) => single(element, signature, mayLack[at] === true));
}

function single(element: SomeType, signature: SignatureReflection, mayLack: boolean): ParameterReflection {
  const isNamed = element.type === 'namedTupleMember';
  const parameter = new ParameterReflection(isNamed ? element.name : 'value', ReflectionKind.Parameter, signature);
  parameter.type = isNamed ? element.element : element;
  if (mayLack) parameter.setFlag(ReflectionFlag.Optional);
  return parameter;
}
