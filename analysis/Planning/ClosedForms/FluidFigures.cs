using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Group;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Planning.ClosedForms;

/// <summary>Figures of a run as the fluid of <see cref="FluidRekey"/> has them.</summary>
internal sealed class FluidFigures
{
    private readonly GroupOptions _options;
    private readonly List<FluidRekey> _servers;

    /// <summary>Of a group.</summary>
    public FluidFigures(GroupOptions options)
    {
        _options = options;
        _servers = [.. Enumerable.Range(0, options.KeyServers.Count).Select(i => FluidRekey.Of(options, i))];
    }

    /// <summary>What goes on at the first server, in words.</summary>
    public string Words => _servers[0].Words;

    /// <summary>
    /// The figures in the order of <see cref="RunSummary.FigureColumns"/>; NaN for those that the fluid does not have.
    /// </summary>
    public double[] InOrder() => [.. RunSummary.FigureColumns.Select(column => Figure(column.Name))];

    /// <summary>The rate of a rare event a member and rekey.</summary>
    public double Rate(RareEvent rareEvent)
    {
        var classes = _servers.SelectMany(server => server.Classes).ToList();
        return classes.Sum(one => one.Members * Rate(rareEvent, one)) / classes.Sum(one => one.Members);
    }

    private double Rate(RareEvent rareEvent, FluidClass one)
    {
        if (one.Members <= 0)
        {
            return 0;
        }

        var miss = one.Unacknowledged / one.Members;
        var falsely = (one.Unacknowledged - one.Keyless) / one.Members;
        var inARow = Math.Max(1, _options.EvictAfter);
        var others = one.Answers && miss < 1
            ? Math.Pow(miss, inARow - 1) * (1 - miss) / (1 - Math.Pow(miss, inARow))
            : 0;
        return rareEvent switch
        {
            RareEvent.Missing => miss,
            RareEvent.FalselyMissing => falsely,
            RareEvent.Evicted => others * miss,
            _ => others * falsely,
        };
    }

    private double Figure(string name) => name switch
    {
        "members" => _options.Members,
        "key_servers" => _servers.Count,
        "rekeys" => _options.Rekey.Count,
        "transmissions" => PerRekey(server => server.Transmissions),
        "ack.expected" => _options.Rekey.Count * (double)_options.Members,
        "ack.sent" => PerRekey(server => server.Sent),
        "ack.lost" => PerRekey(server => server.Sent - server.Arrived - server.LinkDropped),
        "ack.link_dropped" => PerRekey(server => server.LinkDropped),
        "ack.arrived" => PerRekey(server => server.Arrived),
        "ack.dropped" => PerRekey(server => server.Dropped),
        "ack.accepted" => PerRekey(server => server.Classes.Sum(one => one.Acknowledged)),
        "ack.late" => PerRekey(server => server.Late),
        "ack.duplicate" => PerRekey(server => server.Duplicate),
        "missing.declared" => PerRekey(server => server.Late + server.Classes.Sum(one => one.Unacknowledged)),
        "missing.false" => PerRekey(server =>
            server.Late + server.Classes.Sum(one => one.Unacknowledged - one.Keyless)),
        "evicted.total" => Evicted(RareEvent.Evicted),
        "evicted.healthy" => Evicted(RareEvent.EvictedHealthy),
        "completion_seconds.p50" => Completion(0.5),
        "completion_seconds.p90" => Completion(0.9),
        "completion_seconds.p99" => Completion(0.99),
        "completion_seconds.max" => Completion(1),
        "queue.max_depth" => _servers.Max(server => server.Depth),
        _ => double.NaN,
    };

    private double PerRekey(Func<FluidRekey, double> figure) => _options.Rekey.Count * _servers.Sum(figure);

    private double Evicted(RareEvent rareEvent) => _options.EvictAfter == 0
        ? 0
        : Rate(rareEvent) * _options.Members * Math.Max(0, _options.Rekey.Count - _options.EvictAfter);

    /// <summary>When a share of the members is acknowledged: waves overlap, so the time is searched for.</summary>
    private double Completion(double share)
    {
        var waves = _servers.SelectMany(server => server.Accepted).ToList();
        var wanted = Math.Min(share * _options.Members, _options.Members - 0.5);
        if (waves.Sum(wave => wave.Members) < wanted)
        {
            return double.PositiveInfinity;
        }

        var (low, high) = (0.0, waves.Max(wave => wave.To));
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = waves.Sum(wave => Until(wave, middle)) >= wanted ? (low, middle) : (middle, high);
        }

        return high;
    }

    private static double Until(AcceptedWave wave, double time) => time >= wave.To ? wave.Members
        : time <= wave.From ? 0
        : wave.Members * (time - wave.From) / (wave.To - wave.From);
}
