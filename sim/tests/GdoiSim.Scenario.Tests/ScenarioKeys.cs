namespace GdoiSim.Scenario.Tests;

/// <summary>The keys that a scenario file may have, from the types.</summary>
internal static class ScenarioKeys
{
    /// <summary>All types whose values are mappings.</summary>
    public static IEnumerable<Type> SectionTypes() => Below(typeof(ScenarioFile), []);

    /// <summary>The key behind each path, list items as []; a key of a shared type has many paths.</summary>
    public static Dictionary<string, KeyShape> ByPath() => Paths(typeof(ScenarioFile), "").ToDictionary();

    private static HashSet<Type> Below(Type type, HashSet<Type> found)
    {
        if (SectionShape.Of(type) is { } shape && found.Add(type))
        {
            foreach (KeyShape key in shape.Keys)
            {
                Below(key.ItemType ?? key.ValueType, found);
            }
        }

        return found;
    }

    private static IEnumerable<KeyValuePair<string, KeyShape>> Paths(Type type, string prefix)
    {
        foreach (KeyShape key in SectionShape.Of(type)?.Keys ?? [])
        {
            string path = prefix + key.Name + (key.ItemType is null ? "" : "[]");
            yield return new(path, key);
            foreach (KeyValuePair<string, KeyShape> below in Paths(key.ItemType ?? key.ValueType, path + "."))
            {
                yield return below;
            }
        }
    }
}
