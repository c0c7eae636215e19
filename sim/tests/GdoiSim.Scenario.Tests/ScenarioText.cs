using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Reads scenarios from text for the tests.</summary>
internal static class ScenarioText
{
    /// <summary>The name that problems bear in tests.</summary>
    public const string Source = "a.yaml";

    /// <summary>All problems of a text as lines.</summary>
    public static string[] ProblemsOf(string text, params string[] overrides) =>
        [.. ScenarioDocument.Parse(text, Source, overrides).Problems.InOrder().Select(problem => problem.ToString())];

    /// <summary>The scenario of a text that must be faultless, warnings included.</summary>
    public static ScenarioFile Read(string text, params string[] overrides)
    {
        ScenarioDocument document = ScenarioDocument.Parse(text, Source, overrides);
        Assert.Empty(document.Problems.InOrder().Select(problem => problem.ToString()));
        return Assert.IsType<ScenarioFile>(document.File);
    }
}
