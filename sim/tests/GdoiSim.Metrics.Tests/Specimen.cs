using System.Reflection;
using System.Runtime.CompilerServices;

namespace GdoiSim.Metrics.Tests;

/// <summary>
/// Makes an object of any row type with a different value in every property, so that no two can be mixed up.
/// </summary>
internal static class Specimen
{
    public static TRow Of<TRow>(int salt)
        where TRow : class
    {
        var row = (TRow)RuntimeHelpers.GetUninitializedObject(typeof(TRow));
        var number = salt;
        foreach (var property in Settable(typeof(TRow)))
        {
            property.SetValue(row, Value(property, ++number));
        }

        return row;
    }

    public static IEnumerable<PropertyInfo> Settable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static object? Value(PropertyInfo property, int number)
    {
        var type = property.PropertyType;
        var core = Nullable.GetUnderlyingType(type) ?? type;
        return property.Name switch
        {
            nameof(RunSummary.Schema) => Schema.Version,
            _ when core != type && number % 3 == 0 => null,
            _ when core == typeof(int) => number,
            _ when core == typeof(long) => 10_000_000_000L + number,
            _ when core == typeof(ulong) => ulong.MaxValue - (ulong)number,
            _ when core == typeof(double) => number + 0.125,
            _ when core == typeof(bool) => number % 2 == 0,
            _ when core == typeof(Seconds) => new Seconds(1_000_000_000L * number + 1),
            _ when core == typeof(string) => $"text {number}, \"quoted\"\nsecond line é",
            _ when core == typeof(IReadOnlyList<string>) => new[] { $"a.b={number}", "c=\"d\"" },
            _ when core == typeof(IReadOnlyDictionary<string, long>) =>
                new Dictionary<string, long> { ["Zeta"] = number, ["Alpha"] = 0 },
            _ => throw new InvalidOperationException($"No specimen of {type} for {property.Name}."),
        };
    }
}
