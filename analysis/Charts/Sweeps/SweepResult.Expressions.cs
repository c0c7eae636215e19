using GdoiSim.Analysis.Statistics;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <content>
/// Expressions such as ack.dropped / ack.arrived: cells.csv has single figures only, so these are worked out for each
/// replication from results.csv, and then averaged.
/// </content>
public sealed partial class SweepResult
{
    private readonly Dictionary<string, IReadOnlyDictionary<int, CellEstimate?>> _expressions =
        new(StringComparer.Ordinal);

    private static class Expressions
    {
        public static IReadOnlyDictionary<int, CellEstimate?> Of(SweepResult sweep, MetricExpression metric)
        {
            if (!sweep._expressions.TryGetValue(metric.Text, out var estimates))
            {
                sweep._expressions[metric.Text] = estimates = Work(sweep, metric);
            }

            return estimates;
        }

        private static Dictionary<int, CellEstimate?> Work(SweepResult sweep, MetricExpression metric)
        {
            var columns = RunSummary.FigureColumns;
            var used = metric.Metrics
                .Select(name => (Name: name, Place: columns.ToList().FindIndex(column => column.Name == name)))
                .ToArray();
            var values = new Dictionary<int, List<double>>();
            using var rows = new CsvRows(
                sweep._directory, "results.csv", ["cell", "error", .. metric.Metrics]);
            var figures = new double[columns.Count];
            while (rows.Next())
            {
                if (rows.Text("error").Length > 0)
                {
                    continue;
                }

                foreach (var (name, place) in used)
                {
                    var value = rows.Real(name);
                    figures[place] = double.IsNaN(value) ? double.PositiveInfinity : value;
                }

                var cell = rows.Small("cell");
                if (!values.TryGetValue(cell, out var list))
                {
                    values[cell] = list = [];
                }

                list.Add(metric.Evaluate(figures));
            }

            return values.ToDictionary(
                pair => pair.Key, pair => (CellEstimate?)Summarise(pair.Value, sweep.Confidence));
        }

        /// <summary>The mean of what has a value: of 0 / 0, in a run without ACKs, there is none.</summary>
        private static CellEstimate Summarise(List<double> values, double confidence)
        {
            var never = values.Count(double.IsInfinity);
            var known = values.Where(value => !double.IsNaN(value)).ToArray();
            if (never > 0 || known.Length == 0)
            {
                return new CellEstimate(values.Count, never, double.NaN, double.NaN, double.NaN);
            }

            var mean = MeanEstimate.Of(known);
            var interval = mean.StudentInterval(confidence);
            return new CellEstimate(
                values.Count, 0, mean.Mean,
                known.Length > 1 ? interval.Low : double.NaN,
                known.Length > 1 ? interval.High : double.NaN);
        }
    }
}
