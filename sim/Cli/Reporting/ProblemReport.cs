using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>Tells the problems of a scenario.</summary>
internal static class ProblemReport
{
    /// <summary>One line a problem, in the form that editors turn into links; then how many there are.</summary>
    public static void Tell(ScenarioDocument document, Terminal terminal, bool warnings)
    {
        foreach (ScenarioProblem problem in document.Problems.InOrder())
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

        if (document.Problems.HasErrors)
        {
            terminal.Error.WriteLine($"{document.Source}: {Count(document)}; nothing was run or written");
        }
    }

    /// <summary>How many errors and warnings there are, in words.</summary>
    public static string Count(ScenarioDocument document)
    {
        int errors = document.Problems.InOrder().Count(problem => problem.Severity == ProblemSeverity.Error);
        int warnings = document.Problems.Count - errors;
        string more = document.Problems.Omitted == 0 ? "" : $", and {document.Problems.Omitted} further problems";
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
