using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>What a result directory holds, told by the file that only that kind has.</summary>
public enum ResultKind
{
    /// <summary>One run: summary.json.</summary>
    Run,

    /// <summary>A sweep: sweep.json.</summary>
    Sweep,

    /// <summary>A plan: plan.json.</summary>
    Plan,
}

/// <summary>Tells result directories apart.</summary>
public static class ResultKinds
{
    /// <summary>The kind of the result in a directory.</summary>
    /// <exception cref="ResultException">There is no such directory, or it holds no result.</exception>
    public static ResultKind Of(string directory)
    {
        if (!Directory.Exists(directory))
        {
            throw new ResultException($"{directory} is not a directory; a result directory of run, sweep or plan is "
                + "expected.");
        }

        (string File, ResultKind Kind)[] marks =
        [
            (SweepResult.DescriptionFile, ResultKind.Sweep),
            (PlanResult.DescriptionFile, ResultKind.Plan),
            (Schema.SummaryFile, ResultKind.Run),
        ];
        foreach (var (file, kind) in marks)
        {
            if (File.Exists(Path.Combine(directory, file)))
            {
                return kind;
            }
        }

        throw new ResultException($"{directory} holds no result: none of {Schema.SummaryFile} (run), "
            + $"{SweepResult.DescriptionFile} (sweep), {PlanResult.DescriptionFile} (plan) is there.");
    }
}
