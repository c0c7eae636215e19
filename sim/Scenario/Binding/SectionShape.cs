using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GdoiSim.Scenario;

/// <summary>One key of a mapping: the property behind it and what its attribute says.</summary>
internal sealed class KeyShape
{
    public KeyShape(PropertyInfo property, KeyAttribute attribute)
    {
        Property = property;
        Attribute = attribute;
        Name = JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Required = property.IsDefined(typeof(RequiredMemberAttribute), inherit: false);
        ValueType = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        ItemType = ValueType.IsGenericType && ValueType.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
            ? ValueType.GetGenericArguments()[0]
            : null;
    }

    /// <summary>The key as a file has it.</summary>
    public string Name { get; }

    public PropertyInfo Property { get; }

    public KeyAttribute Attribute { get; }

    public bool Required { get; }

    /// <summary>Type of the value, without the possibility of its absence.</summary>
    public Type ValueType { get; }

    /// <summary>Type of an item, if the value is a list.</summary>
    public Type? ItemType { get; }
}

/// <summary>The keys of one section type, found by reflection once.</summary>
internal sealed class SectionShape
{
    private SectionShape(Type type)
    {
        Keys =
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(property => (Property: property, Attribute: property.GetCustomAttribute<KeyAttribute>()))
                .Where(pair => pair.Attribute is not null)
                // Reflection gives a derived section's own keys first; a reader expects the common ones first.
                .OrderBy(pair => pair.Property.DeclaringType == type)
                .Select(pair => new KeyShape(pair.Property, pair.Attribute!)),
        ];
        Alternatives = type.GetCustomAttribute<AlternativesAttribute>()?.Groups ?? [];
    }

    /// <summary>The keys in the order of the type.</summary>
    public IReadOnlyList<KeyShape> Keys { get; }

    /// <summary>Groups of keys of which exactly one is to be given; empty: any keys may be combined.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Alternatives { get; }

    /// <summary>The shape of a type, or null if its values are not mappings.</summary>
    public static SectionShape? Of(Type type)
    {
        if (type.IsEnum
            || type.IsPrimitive
            || type.Namespace?.StartsWith(nameof(GdoiSim), StringComparison.Ordinal) != true)
        {
            return null;
        }

        var shape = new SectionShape(type);
        return shape.Keys.Count == 0 ? null : shape;
    }

    /// <summary>The key of a name, or null.</summary>
    public KeyShape? Find(string name) => Keys.FirstOrDefault(key => key.Name == name);

    /// <summary>An instance with all defaults; what is required is left at its type's zero.</summary>
    public static object Default(Type type) =>
        Activator.CreateInstance(type) ?? throw new InvalidOperationException($"{type} has no instance.");
}
