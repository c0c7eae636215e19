using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>Tells the problems of a scenario.</summary>
internal static class ProblemReport
{
    /// <summary>One line a problem, in the form that editors turn into links; then how many there are.</summary>
    public static void Tell(ScenarioDocument document, Terminal terminal, bool warnings) =>
        Tell(document.Source, document.Problems, terminal, warnings);

    /// <summary>The same for any file.</summary>
    public static void Tell(string source, ProblemList problems, Terminal terminal, bool warnings)
    {
        foreach (ScenarioProblem problem in problems.InOrder())
        {
            if (problem.Severity == ProblemSeverity.Error)
            {
                terminal.TellError(problem.ToString());
            }
            else if (warnings)
            {
                terminal.TellWarning(problem.ToString());
            }
        }

        if (problems.HasErrors)
        {
            terminal.Error.WriteLine($"{source}: {Count(problems)}; nothing was run or written");
        }
    }

    /// <summary>How many errors and warnings there are, in words.</summary>
    public static string Count(ScenarioDocument document) => Count(document.Problems);

    private static string Count(ProblemList problems)
    {
        int errors = problems.InOrder().Count(problem => problem.Severity == ProblemSeverity.Error);
        int warnings = problems.Count - errors;
        string more = problems.Omitted == 0 ? "" : $", and {problems.Omitted} further problems";
        return $"{Words.Plural(errors, "error")}, {Words.Plural(warnings, "warning")}{more}";
    }

    /// <summary>The same for programs: file, number of errors, and the problems with their positions.</summary>
    public static string AsJson(ScenarioDocument document)
    {
        var problems = new JsonArray();
        foreach (ScenarioProblem problem in document.Problems.InOrder())
        {
            problems.Add(new JsonObject
            {
                ["severity"] = problem.Severity == ProblemSeverity.Error ? "error" : "warning",
                ["source"] = problem.Position.Source,
                ["line"] = problem.Position.Line == 0 ? null : problem.Position.Line,
                ["column"] = problem.Position.Line == 0 ? null : problem.Position.Column,
                ["message"] = problem.Message,
            });
        }

        var report = new JsonObject
        {
            ["file"] = document.Source,
            ["runnable"] = !document.Problems.HasErrors,
            ["problems"] = problems,
            ["omitted"] = document.Problems.Omitted,
        };
        var writing = new JsonSerializerOptions
        {
            WriteIndented = true,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        return report.ToJsonString(writing).ReplaceLineEndings("\n") + "\n";
    }
}
