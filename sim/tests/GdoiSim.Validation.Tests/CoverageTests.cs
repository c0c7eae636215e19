using System.Reflection;
using System.Text.Json;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>Every target is held by a test, and the targets are those that the project was given.</summary>
public sealed class CoverageTests
{
    /// <summary>Registration and key trees, which are held where they are modelled.</summary>
    private static readonly string[] Elsewhere = ["V15", "V16", "V17", "V21", "V22", "V25", "V26"];

    [Fact]
    public void Every_row_is_the_case_of_a_theory()
    {
        HashSet<string> held =
        [
            .. typeof(CoverageTests).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods())
                .SelectMany(method => method.GetCustomAttributes<MemberDataAttribute>()
                    .Select(data => method.DeclaringType!.GetProperty(data.MemberName)))
                .Where(property => property?.PropertyType == typeof(TheoryData<string>))
                .SelectMany(property => ((TheoryData<string>)property!.GetValue(null)!).Select(row => row.Data)),
        ];
        Assert.DoesNotContain(Target.Labels, label => !held.Contains(label));
    }

    /// <summary>Only where the project's papers lie beside the checkout.</summary>
    [Fact]
    public void Every_target_of_the_project_is_among_them()
    {
        string? papers = Papers();
        Assert.SkipWhen(papers is null, "no ../shared/validation.json beside the checkout");
        using JsonDocument given = JsonDocument.Parse(File.ReadAllText(papers!));
        using Stream stream = typeof(CoverageTests).Assembly.GetManifestResourceStream("targets.json")!;
        using JsonDocument ours = JsonDocument.Parse(stream);
        Dictionary<string, JsonElement> held = ById(ours);
        foreach ((string id, JsonElement target) in ById(given))
        {
            if (!held.TryGetValue(id, out JsonElement own))
            {
                Assert.Contains(id, Elsewhere);
                continue;
            }

            Assert.True(
                JsonElement.DeepEquals(target.GetProperty("expected"), own.GetProperty("expected")),
                $"{id} has other rows than it was given");
            Assert.True(JsonElement.DeepEquals(target.GetProperty("reps"), own.GetProperty("reps")), id);
        }
    }

    private static Dictionary<string, JsonElement> ById(JsonDocument document) => document.RootElement
        .GetProperty("targets").EnumerateArray().ToDictionary(target => target.GetProperty("id").GetString()!);

    private static string? Papers()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "validation.json");
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
