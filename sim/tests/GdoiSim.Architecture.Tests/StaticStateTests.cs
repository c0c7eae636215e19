using GdoiSim.Architecture.Tests.Inspection;
using Xunit;

namespace GdoiSim.Architecture.Tests;

/// <summary>Two runs in one process share nothing: no static state can change.</summary>
public sealed class StaticStateTests
{
    [Fact]
    public void No_static_field_can_change()
    {
        AssertNone(
            StaticState.MutableFields,
            "Static state couples runs and threads: make it const or readonly, or a field of what one run owns.");
    }

    [Fact]
    public void No_static_collection_is_exposed()
    {
        AssertNone(
            StaticState.ExposedCollections,
            "Whoever sees an array or collection can change it for all: expose a ReadOnlySpan, ImmutableArray, "
            + "FrozenDictionary or IReadOnlyList, or make it private.");
    }

    [Fact]
    public void Canary_mutable_fields_are_found()
    {
        using CompiledAssembly own = new(typeof(StaticStateTests).Assembly.Location);
        string[] found =
        [
            .. StaticState.MutableFields(own)
                .Where(name => name.Contains(nameof(Canaries)))
                .Select(name => name[(name.LastIndexOf('.') + 1)..])
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["<MutableProperty>k__BackingField", "MutableField", "_threadState"], found);
    }

    [Fact]
    public void Canary_exposed_collections_are_found()
    {
        using CompiledAssembly own = new(typeof(StaticStateTests).Assembly.Location);
        string[] found =
        [
            .. StaticState.ExposedCollections(own)
                .Where(name => name.Contains(nameof(Canaries)))
                .Select(name => name[(name.LastIndexOf('.') + 1)..])
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(["ExposedArray", "ExposedDictionary", "ExposedThroughProperty"], found);
    }

    private static void AssertNone(Func<CompiledAssembly, IEnumerable<string>> find, string instead)
    {
        List<string> found = [];
        foreach (string path in RepositoryLayout.ProductAssemblies)
        {
            using CompiledAssembly assembly = new(path);
            found.AddRange(find(assembly).Select(name => $"{name} ({assembly.Name})"));
        }

        Assert.True(found.Count == 0, $"{instead}\n{string.Join('\n', found)}");
    }
}
