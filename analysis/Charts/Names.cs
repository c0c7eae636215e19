using System.Globalization;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>Paths of a scenario, figures and values in the words of someone who runs networks.</summary>
internal static class Names
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["group.size"] = "group size",
        ["group.jitter"] = "jitter window",
        ["group.processing_time"] = "processing time of a member",
        ["group.on_duplicate"] = "copies of a rekey",
        ["group.acknowledgement"] = "acknowledgement type",
        ["key_server.count"] = "key servers",
        ["key_server.cores"] = "cores of a key server",
        ["key_server.receive_buffer"] = "receive buffer",
        ["key_server.service_time.accepted"] = "service time of an ACK",
        ["key_server.service_time"] = "service time",
        ["key_server.link.bandwidth"] = "bandwidth of the access link",
        ["network.push.loss"] = "loss of rekeys",
        ["network.ack.loss"] = "loss of ACKs",
        ["network.push.first_hop_loss"] = "loss on the first hop",
        ["retransmit.count"] = "repeats",
        ["retransmit.interval"] = "time between repeats",
        ["retransmit.sequence"] = "sequence number of a repeat",
        ["retransmit.to"] = "addressees of repeats",
        ["retransmit.when"] = "repeats when",
        ["registration.wait"] = "random wait before registering",
        ["registration.half_open_limit"] = "half-open registrations allowed",
        ["registration.repeats"] = "repeats of a registration request",
        ["rekey.interval"] = "time between rekeys",
        ["rekey.count"] = "rekeys",
        ["missing.after"] = "time until missing",
        ["evict.after"] = "misses in a row that evict",
    };

    private static readonly Dictionary<string, string> Figures = new(StringComparer.Ordinal)
    {
        ["ack.dropped / ack.arrived"] = "share of ACKs dropped",
        ["ack.accepted / ack.expected"] = "share of expected ACKs accepted",
        ["missing.false / ack.expected"] = "share falsely called missing",
        ["evicted.healthy / members"] = "share of healthy members evicted",
        ["transmissions / rekeys"] = "transmissions of a rekey",
        ["ack.expected"] = "ACKs expected",
        ["ack.sent"] = "ACKs sent",
        ["ack.lost"] = "ACKs lost on the way",
        ["ack.arrived"] = "ACKs that reached the socket",
        ["ack.dropped"] = "ACKs dropped at the receive buffer",
        ["ack.link_dropped"] = "ACKs dropped at the access link",
        ["ack.accepted"] = "ACKs accepted",
        ["ack.late"] = "ACKs accepted after being called missing",
        ["missing.declared"] = "members called missing",
        ["missing.false"] = "members falsely called missing",
        ["evicted.total"] = "members evicted",
        ["evicted.healthy"] = "healthy members evicted",
        ["keyless.members"] = "members without a valid key",
        ["transmissions"] = "transmissions of rekeys",
        ["registration.repeated / registration.sent"] = "share of registration requests that are repeats",
        ["registration.repeated"] = "registration requests repeated",
        ["registration.dropped"] = "registration requests dropped at the receive buffer",
        ["registration.refused"] = "registration requests refused",
        ["registration.failed"] = "registrations given up",
        ["registration.half_open_max"] = "most half-open registrations",
        ["registration.busy_seconds"] = "time of cores for registrations",
        ["registration_seconds.p50"] = "time of half of the registrations",
        ["registration_seconds.p99"] = "time of 99 % of the registrations",
        ["registration_seconds.max"] = "time of the longest registration",
        ["queue.max_depth"] = "deepest queue",
        ["queue.max_wait_seconds"] = "longest wait in the queue",
        ["completion_seconds.p50"] = "time until half are acknowledged",
        ["completion_seconds.p90"] = "time until 90 % are acknowledged",
        ["completion_seconds.p99"] = "time until 99 % are acknowledged",
        ["completion_seconds.max"] = "time until all are acknowledged",
        ["detection_seconds.p50"] = "median time to notice a failure",
        ["service.capacity_per_second"] = "service capacity",
    };

    /// <summary>A path of the scenario in words, or itself.</summary>
    public static string OfPath(string path) => Paths.GetValueOrDefault(path, path);

    /// <summary>A figure in words, or itself.</summary>
    public static string OfFigure(string figure) => Figures.GetValueOrDefault(figure, figure);

    /// <summary>The unit of a parameter, where the scenario's notation has none but people count something.</summary>
    public static string UnitOfPath(string path, string unit) => unit.Length > 0 ? unit : path switch
    {
        "group.size" => "members",
        "key_server.cores" => "cores",
        "key_server.count" => "servers",
        "rekey.count" => "rekeys",
        "retransmit.count" => "repeats",
        "evict.after" => "misses",
        _ => "",
    };

    /// <summary>The unit of a figure or expression of figures; a quotient of two of one unit is a share.</summary>
    public static string UnitOfMetric(MetricExpression metric)
    {
        if (metric.SingleMetric is { } name)
        {
            return UnitOf(name);
        }

        var quotient = metric.Text.Split('/');
        return quotient.Length == 2 && metric.Metrics.Count == 2
            && UnitOf(metric.Metrics[0]) == UnitOf(metric.Metrics[1])
            && quotient.Zip(metric.Metrics, (part, figure) => part.Trim() == figure).All(same => same)
            ? "share"
            : "";
    }

    /// <summary>A figure or expression in words.</summary>
    public static string OfMetric(MetricExpression metric) =>
        OfFigure(metric.Text);

    /// <summary>Demands in a sentence that still fits a line.</summary>
    public static string OfDemands(IEnumerable<string> thresholds)
    {
        var all = thresholds.Select(OfDemand).ToArray();
        var words = string.Join(" and ", all);
        return words.Length <= 90 ? $"Demanded: {words}." : $"Demanded: {all[0]}, and {all.Length - 1} more.";
    }

    /// <summary>A demand as a sentence has it.</summary>
    public static string OfDemand(string threshold) => threshold
        .Replace("<=", "≤", StringComparison.Ordinal)
        .Replace(">=", "≥", StringComparison.Ordinal)
        .Replace("==", "=", StringComparison.Ordinal)
        .Replace("!=", "≠", StringComparison.Ordinal);

    /// <summary>A value of a scenario as a reader expects it: grouped thousands, a space before the unit.</summary>
    public static string OfValue(string value)
    {
        if (!Quantity.TryParse(value, out var quantity))
        {
            return value;
        }

        if (quantity.Kind == QuantityKind.Number)
        {
            return quantity.Value.ToString("#,0.######", CultureInfo.InvariantCulture);
        }

        var unit = 0;
        while (unit < value.Length && (char.IsAsciiDigit(value[unit]) || value[unit] == '.'))
        {
            unit++;
        }

        return unit == 0 || unit == value.Length || value[unit] == ' ' ? value
            : $"{value[..unit]} {value[unit..]}".Replace(" us", " µs", StringComparison.Ordinal);
    }

    private static string UnitOf(string figure) =>
        RunSummary.FigureColumns.FirstOrDefault(column => column.Name == figure)?.Unit ?? "";
}
