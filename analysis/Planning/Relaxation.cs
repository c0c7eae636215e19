using GdoiSim.Group;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>How far one change of the scenario moves the answer.</summary>
/// <param name="Change">The change, path=value.</param>
/// <param name="Text">The change in words.</param>
/// <param name="Answer">About what the answer would be.</param>
/// <param name="Gain">Its distance from the answer without the change, above 0 for better, in the base unit.</param>
/// <param name="IsEnd">Whether that is the end of the bracket, so that it may be better still.</param>
public sealed record Relaxation(string Change, string Text, Quantity? Answer, double Gain, bool IsEnd);

/// <summary>
/// What would help: the plan with one change at a time. Both the plan as it is and each change are judged alike and
/// quickly, by averages over the same few seeds, so only the distance between them means something.
/// </summary>
internal sealed class RelaxationSearch(PlanDocument plan, PlanRuns runs, int answer)
{
    private readonly int _replications = plan.File!.Replications.Least;
    private readonly int _finest = Math.Max(1, plan.Objective!.Last / 100);

    /// <summary>The changes, from what helps most to what helps least.</summary>
    public IReadOnlyList<Relaxation> Find()
    {
        var changes = Changes();
        if (changes.Count == 0)
        {
            return [];
        }

        var objective = plan.Objective!;
        var asItIs = Furthest([]);
        return
        [
            .. changes.Select(change =>
            {
                var position = Furthest([change]);
                Quantity? value = position < 0 ? null : objective.Value(position);
                var gain = (Value(position) - Value(asItIs)) * (objective.IsLargest ? 1 : -1);
                return new Relaxation(change, Words(change), value, gain, position == objective.Last);
            }).OrderByDescending(relaxation => relaxation.Gain),
        ];

        double Value(int position) => position < 0 ? (objective.IsLargest ? 0 : objective.To.Value)
            : objective.Value(position).Value;
    }

    /// <summary>The most demanding position that holds on average, searched for from the answer.</summary>
    private int Furthest(IReadOnlyList<string> change)
    {
        var last = plan.Objective!.Last;
        var (low, high) = (-1, last + 1);
        var step = Math.Max(1, last / 32);
        var position = Math.Clamp(answer, 0, last);
        if (Holds(change, position))
        {
            for (low = position; low < last; step *= 2)
            {
                position = Math.Min(last, low + step);
                if (!Holds(change, position))
                {
                    high = position;
                    break;
                }

                low = position;
            }
        }
        else
        {
            for (high = position; high > 0; step *= 2)
            {
                position = Math.Max(0, high - step);
                if (Holds(change, position))
                {
                    low = position;
                    break;
                }

                high = position;
            }
        }

        while (high - low > _finest && high - low > 1 && low >= 0 && low < last)
        {
            var middle = (low + high) / 2;
            (low, high) = Holds(change, middle) ? (middle, high) : (low, middle);
        }

        return low;
    }

    private bool Holds(IReadOnlyList<string> change, int position)
    {
        var evidence = runs.Of([.. change, plan.Objective!.Assignment(position)], 0, _replications);
        var rare = 0;
        return plan.Constraints.All(constraint =>
            constraint.HoldsOnAverage(evidence.Figures, constraint.Rare is null ? [] : evidence.Rates[rare++]));
    }

    private List<string> Changes()
    {
        if (plan.File!.Relax is { } given)
        {
            return [.. given];
        }

        var file = plan.Template!.Document.File!;
        var changes = new List<string>();
        Scale("group.jitter", file.Group.Jitter.ToSeconds() > 0 ? file.Group.Jitter.ToString() : "800ms", 1.25);
        Scale("key_server.receive_buffer", BufferText(file.KeyServer.ReceiveBuffer), 2);
        changes.Add($"key_server.cores={file.KeyServer.Cores + 1}");
        if (file.Retransmit.Count.Value < 1000)
        {
            changes.Add($"retransmit.count={file.Retransmit.Count.Value + 1}");
        }

        Scale("retransmit.interval", file.Retransmit.Interval.ToString(), 1.5);
        Scale("missing.after", file.Missing.After.ToString(), 1.5);
        if (file.Group.OnDuplicate == DuplicateReaction.Drop)
        {
            changes.Add("group.on_duplicate=reack");
        }

        if (file.KeyServer.ServiceTime.Accepted.ToDistribution() is { IsConstant: true, MeanSeconds: > 0 } time)
        {
            var text = new Quantity(QuantityKind.Duration, time.MeanSeconds).ToString();
            Scale("key_server.service_time.accepted", text, 0.8);
        }

        return
        [
            .. changes.Where(change =>
                !change.StartsWith(plan.Objective!.Path + "=", StringComparison.Ordinal)
                && !plan.Template.Variant([change], 0).Problems.HasErrors),
        ];

        void Scale(string path, string? text, double factor)
        {
            if (text is not null && Quantity.TryParse(text, out var quantity))
            {
                changes.Add($"{path}={quantity.With(quantity.Value * factor)}");
            }
        }
    }

    private static string? BufferText(ReceiveBuffer buffer) => buffer.Octets < long.MaxValue
        ? new Quantity(QuantityKind.Octets, buffer.Octets).ToString()
        : buffer.Datagrams < int.MaxValue
            ? new Quantity(QuantityKind.Datagrams, buffer.Datagrams).ToString()
            : null;

    private static string Words(string change)
    {
        var parts = change.Split('=', 2);
        return $"{parts[0]} of {parts[1]}";
    }
}
