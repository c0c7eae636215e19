namespace GdoiSim.Analysis.Charts;

/// <summary>A value of the scenario that a plan varies.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Unit">Its base unit.</param>
public sealed record PlannedValue(string Path, string Unit)
{
    /// <summary>A number in base units, in words, with what it counts.</summary>
    public string Words(double value)
    {
        var scale = UnitScale.For(Names.UnitOfPath(Path, Unit), value);
        return $"{Charts.Words.Number(Math.Round(value * scale.Factor, 6))} {scale.Unit}".TrimEnd();
    }

    /// <summary>The same where it is given as text: a number in base units, or as a scenario has it.</summary>
    public string Words(string text) =>
        double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)
            ? Words(value)
            : Names.OfValue(text);

    /// <summary>What <c>--set</c> is given for a number in base units.</summary>
    public string Assignment(double value)
    {
        var number = value.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture);
        return $"{Path}={number}{Unit switch { "s" => "s", "datagrams" => " datagrams", "bit/s" => "bps", _ => "" }}";
    }

    internal static PlannedValue Read(DescriptionFile part) => new(part.Text("path"), part.TextOr("unit", ""));
}

/// <summary>The answer of a plan.</summary>
/// <param name="Value">The value, NaN if none is feasible.</param>
/// <param name="Text">The same in words.</param>
/// <param name="Feasible">Whether any value of the bracket is feasible.</param>
/// <param name="Confidence">The confidence of the answer, 0 to 1; NaN if it is not told.</param>
/// <param name="NextInfeasible">The next value, which is not feasible any more; NaN if there is none.</param>
public sealed record PlanAnswer(double Value, string Text, bool Feasible, double Confidence, double NextInfeasible)
{
    internal static PlanAnswer Read(DescriptionFile part) => new(
        part.RealOrNothing("value"), part.TextOr("text", ""), part.Truth("feasible"), part.RealOrNothing("confidence"),
        part.RealOrNothing("next_infeasible"));
}

/// <summary>What a formula says of the answer.</summary>
/// <param name="Value">Its value; NaN if it gives none.</param>
/// <param name="Text">The same as a scenario has it.</param>
/// <param name="Formula">The formula.</param>
/// <param name="Difference">How it differs from the simulated answer, in words.</param>
/// <param name="Reason">Why.</param>
public sealed record PlanClosedForm(double Value, string Text, string Formula, string Difference, string Reason)
{
    internal static PlanClosedForm Read(DescriptionFile part) => new(
        part.RealOrNothing("value"), part.TextOr("text", ""), part.TextOr("formula", ""), part.Words("difference"),
        part.TextOr("reason", ""));
}

/// <summary>A change of the scenario and what it would make of the answer.</summary>
public sealed record PlanRelaxation(string Change, string Text, string Answer, string Gain)
{
    internal static PlanRelaxation Read(DescriptionFile part) =>
        new(part.Words("change"), part.TextOr("text", ""), part.Words("answer"), part.Words("gain"));
}

/// <summary>A failure too rare for plain runs, estimated otherwise.</summary>
public sealed record PlanRareEstimate(
    string Constraint, double Probability, double Low, double High, double EffectiveSampleSize, string Method,
    bool Trusted, string Reason)
{
    internal static PlanRareEstimate Read(DescriptionFile part) => new(
        part.Text("constraint"), part.RealOrNothing("probability"), part.RealOrNothing("low"),
        part.RealOrNothing("high"), part.RealOrNothing("effective_sample_size"), part.TextOr("method", ""),
        part.Truth("trusted"), part.TextOr("reason", ""));
}

/// <summary>A constraint at a probed value.</summary>
/// <param name="Value">The value of the objective.</param>
/// <param name="Constraint">The constraint.</param>
/// <param name="Replications">The runs.</param>
/// <param name="Satisfied">Those that satisfy it, each for itself.</param>
/// <param name="Mean">The mean of what is measured; NaN for "never".</param>
/// <param name="Low">The lower end of its interval.</param>
/// <param name="High">The upper end.</param>
/// <param name="Verdict">Whether it is satisfied; null for undecided.</param>
public sealed record PlanProbe(
    double Value, string Constraint, int Replications, int Satisfied, double Mean, double Low, double High,
    bool? Verdict);

/// <summary>The answer of a plan at other values of the scenario.</summary>
public sealed record PlanFrontierPoint(
    string Series, string Against, double Value, double Low, double High, bool Feasible);
