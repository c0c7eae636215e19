namespace GdoiSim.Scenario;

/// <summary>Whether a problem stops the run.</summary>
public enum ProblemSeverity
{
    /// <summary>The run goes on; the reader is told what the scenario departs from or what has no effect.</summary>
    Warning,

    /// <summary>Nothing is run and nothing is written.</summary>
    Error,
}

/// <summary>One thing that is wrong or noteworthy in a scenario: where, what was found, what is allowed.</summary>
public sealed record ScenarioProblem(ProblemSeverity Severity, SourcePosition Position, string Message)
{
    /// <summary><c>file:line:column: error: message</c>.</summary>
    public override string ToString() =>
        $"{Position}: {(Severity == ProblemSeverity.Error ? "error" : "warning")}: {Message}";
}
