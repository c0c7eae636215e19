using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace GdoiSim.Architecture.Tests.Inspection;

/// <summary>An assembly's metadata and method bodies, read without loading it.</summary>
internal sealed class CompiledAssembly : IDisposable
{
    private readonly PEReader _image;

    internal CompiledAssembly(string path)
    {
        Path = path;
        _image = new PEReader(File.OpenRead(path));
        Metadata = _image.GetMetadataReader();
        Name = Metadata.GetString(Metadata.GetAssemblyDefinition().Name);
    }

    internal string Path { get; }

    internal string Name { get; }

    internal MetadataReader Metadata { get; }

    /// <summary>Simple names of the assemblies that the compiled code really refers to.</summary>
    internal IReadOnlyList<string> ReferencedAssemblies =>
    [
        .. Metadata.AssemblyReferences.Select(
            handle => Metadata.GetString(Metadata.GetAssemblyReference(handle).Name)),
    ];

    public void Dispose() => _image.Dispose();

    /// <summary>Every foreign member that a method body names: calls, fields, constructors, delegates.</summary>
    internal IEnumerable<MemberUse> MemberUses()
    {
        foreach (MethodDefinitionHandle handle in Metadata.MethodDefinitions)
        {
            MethodDefinition method = Metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            (string userNamespace, string user) = Describe(method);
            byte[] body = _image.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() ?? [];
            foreach ((int token, int constrainedTo) in InstructionStream.MemberTokens(body))
            {
                if (Resolve(MetadataTokens.EntityHandle(token)) is (string type, string member))
                {
                    string called = constrainedTo == 0 ? type : TypeName(MetadataTokens.EntityHandle(constrainedTo));
                    yield return new MemberUse(Name, userNamespace, user, called, member);
                }
            }
        }
    }

    /// <summary>Full name of a type, nested types joined by '+'.</summary>
    internal string FullName(TypeDefinitionHandle handle)
    {
        TypeDefinition type = Metadata.GetTypeDefinition(handle);
        string name = Metadata.GetString(type.Name);
        TypeDefinitionHandle outer = type.GetDeclaringType();
        return outer.IsNil ? Join(Metadata.GetString(type.Namespace), name) : $"{FullName(outer)}+{name}";
    }

    private static string Join(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";

    private (string Namespace, string User) Describe(MethodDefinition method)
    {
        TypeDefinitionHandle outer = method.GetDeclaringType();
        string user = $"{FullName(outer)}.{Metadata.GetString(method.Name)}";
        while (!Metadata.GetTypeDefinition(outer).GetDeclaringType().IsNil)
        {
            outer = Metadata.GetTypeDefinition(outer).GetDeclaringType();
        }

        return (Metadata.GetString(Metadata.GetTypeDefinition(outer).Namespace), user);
    }

    private (string Type, string Member)? Resolve(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return Resolve(Metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MemberReference:
                MemberReference member = Metadata.GetMemberReference((MemberReferenceHandle)handle);
                return (TypeName(member.Parent), Metadata.GetString(member.Name));
            default:
                // A definition of this assembly: not a use of something foreign.
                return null;
        }
    }

    private string TypeName(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                TypeReference type = Metadata.GetTypeReference((TypeReferenceHandle)handle);
                string name = Metadata.GetString(type.Name);
                return type.ResolutionScope.Kind == HandleKind.TypeReference
                    ? $"{TypeName(type.ResolutionScope)}+{name}"
                    : Join(Metadata.GetString(type.Namespace), name);
            case HandleKind.TypeDefinition:
                return FullName((TypeDefinitionHandle)handle);
            case HandleKind.TypeSpecification:
                TypeSpecification specification = Metadata.GetTypeSpecification((TypeSpecificationHandle)handle);
                return specification.DecodeSignature(new TypeNames(this), null);
            default:
                return string.Empty;
        }
    }

    /// <summary>Names of types in signatures; of a generic type's arguments only the type itself is kept.</summary>
    internal sealed class TypeNames(CompiledAssembly assembly) : ISignatureTypeProvider<string, object?>
    {
        public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[,]";

        public string GetByReferenceType(string elementType) => elementType;

        public string GetFunctionPointerType(MethodSignature<string> signature) => "function pointer";

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

        public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

        public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetPinnedType(string elementType) => elementType;

        public string GetPointerType(string elementType) => $"{elementType}*";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            assembly.FullName(handle);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
            assembly.TypeName(handle);

        public string GetTypeFromSpecification(
            MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
            assembly.TypeName(handle);
    }
}
