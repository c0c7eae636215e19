using System.Reflection;
using System.Reflection.Metadata;

namespace GdoiSim.Architecture.Tests.Inspection;

/// <summary>Finds state that outlives a run: static fields and collections that can change.</summary>
internal static class StaticState
{
    private static readonly string[] MutableCollections =
    [
        "System.Collections.Generic.List`1", "System.Collections.Generic.Dictionary`2",
        "System.Collections.Generic.HashSet`1", "System.Collections.Generic.Queue`1",
        "System.Collections.Generic.Stack`1", "System.Collections.Generic.SortedDictionary`2",
        "System.Collections.Generic.SortedSet`1", "System.Collections.Generic.PriorityQueue`2",
        "System.Collections.Concurrent.ConcurrentDictionary`2", "System.Text.StringBuilder",
    ];

    /// <summary>Static fields neither readonly nor const, except those that the compiler keeps for itself.</summary>
    internal static IEnumerable<string> MutableFields(CompiledAssembly assembly)
    {
        foreach ((TypeDefinitionHandle type, FieldDefinition field) in StaticFields(assembly))
        {
            if ((field.Attributes & (FieldAttributes.InitOnly | FieldAttributes.Literal)) == 0)
            {
                yield return $"{assembly.FullName(type)}.{assembly.Metadata.GetString(field.Name)}";
            }
        }
    }

    /// <summary>Static arrays and collections that code outside their type can change.</summary>
    internal static IEnumerable<string> ExposedCollections(CompiledAssembly assembly)
    {
        MetadataReader metadata = assembly.Metadata;
        CompiledAssembly.TypeNames names = new(assembly);
        foreach ((TypeDefinitionHandle type, FieldDefinition field) in StaticFields(assembly))
        {
            if ((field.Attributes & FieldAttributes.FieldAccessMask) != FieldAttributes.Private
                && IsMutable(field.DecodeSignature(names, null)))
            {
                yield return $"{assembly.FullName(type)}.{metadata.GetString(field.Name)}";
            }
        }

        foreach (TypeDefinitionHandle type in Types(assembly))
        {
            foreach (PropertyDefinitionHandle handle in metadata.GetTypeDefinition(type).GetProperties())
            {
                PropertyDefinition property = metadata.GetPropertyDefinition(handle);
                MethodDefinitionHandle getter = property.GetAccessors().Getter;
                if (getter.IsNil)
                {
                    continue;
                }

                MethodAttributes attributes = metadata.GetMethodDefinition(getter).Attributes;
                if ((attributes & MethodAttributes.Static) != 0
                    && (attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Private
                    && IsMutable(property.DecodeSignature(names, null).ReturnType))
                {
                    yield return $"{assembly.FullName(type)}.{metadata.GetString(property.Name)}";
                }
            }
        }
    }

    private static bool IsMutable(string type) =>
        type.EndsWith(']') || MutableCollections.Contains(type);

    private static IEnumerable<(TypeDefinitionHandle Type, FieldDefinition Field)> StaticFields(
        CompiledAssembly assembly)
    {
        foreach (TypeDefinitionHandle type in Types(assembly))
        {
            foreach (FieldDefinitionHandle handle in assembly.Metadata.GetTypeDefinition(type).GetFields())
            {
                FieldDefinition field = assembly.Metadata.GetFieldDefinition(handle);
                if ((field.Attributes & FieldAttributes.Static) != 0)
                {
                    yield return (type, field);
                }
            }
        }
    }

    // Types that the compiler makes (lambdas, their caches, inline octets) have names that C# cannot write.
    private static IEnumerable<TypeDefinitionHandle> Types(CompiledAssembly assembly) =>
        assembly.Metadata.TypeDefinitions.Where(handle => !assembly.FullName(handle).Contains('<'));
}
