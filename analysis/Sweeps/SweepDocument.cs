using System.Security.Cryptography;
using System.Text;
using GdoiSim.Analysis.Replications;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>A sweep file with the scenario that it varies, its cells, and all that is wrong with either.</summary>
public sealed class SweepDocument
{
    private SweepDocument(
        SettingsDocument<SweepFile> settings, SweepDescription? description, ScenarioTemplate? template)
    {
        (Settings, Description, Template) = (settings, description, template);
    }

    /// <summary>The file.</summary>
    public SettingsDocument<SweepFile> Settings { get; }

    /// <summary>All errors and warnings, those of the scenario included. With an error nothing must be run.</summary>
    public ProblemList Problems => Settings.Problems;

    /// <summary>What the sweep is; null if there are errors.</summary>
    public SweepDescription? Description { get; }

    /// <summary>The scenario with what is set in all cells; null if there are errors.</summary>
    public ScenarioTemplate? Template { get; }

    /// <summary>Reads and checks a sweep and its scenario. Never throws for what they contain.</summary>
    /// <param name="path">Path of the sweep file.</param>
    /// <param name="overrides">What the command line sets in all cells, each path=value.</param>
    /// <param name="replications">Replications of each cell; null: as the file says.</param>
    /// <param name="product">Program and version.</param>
    public static SweepDocument Read(
        string path, IReadOnlyList<string> overrides, int? replications, string product)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        SettingsDocument<SweepFile> settings = SettingsDocument.Read<SweepFile>(path);
        if (settings.Settings is not { } file)
        {
            return new SweepDocument(settings, null, null);
        }

        var reading = new Reading(settings, file, overrides);
        List<SweepParameter> parameters = reading.Parameters();
        AdaptiveStop? adaptive = reading.Adaptive(replications ?? file.Replications);
        reading.CheckExpressions();
        CellSpace? space = reading.Space(parameters);
        if (space is null || reading.Template(parameters) is not { } template)
        {
            return new SweepDocument(settings, null, null);
        }

        IReadOnlyList<string> profiles = new CellCheck(settings, template, space).Run();
        if (settings.Problems.HasErrors)
        {
            return new SweepDocument(settings, null, null);
        }

        ScenarioDocument scenario = template.Document;
        var description = new SweepDescription
        {
            Name = (file.Name ?? ScenarioName.From(Path.GetFileNameWithoutExtension(path))).Text,
            Question = file.Question ?? "",
            Product = product,
            ScenarioName = scenario.Name,
            ScenarioFile = file.Scenario,
            ScenarioHash = scenario.TextHash,
            ScenarioText = scenario.Text,
            SweepFileText = settings.Text,
            SweepHash = Hash(parameters, file.Where, profiles),
            Seed = template.Seed,
            Overrides = scenario.Overrides,
            Axes = parameters,
            Where = file.Where,
            Replications = replications ?? file.Replications,
            Adaptive = adaptive,
            Confidence = file.Confidence.Value,
            Metrics = [.. file.Metrics.Select(metric => metric.Trim()).Distinct()],
            Thresholds =
            [
                .. scenario.Thresholds.Select(one => one.Text)
                    .Concat(file.Thresholds.Select(text => text.Trim()))
                    .Distinct(),
            ],
            Cells = space.Count,
        };
        return new SweepDocument(settings, description, template);
    }

    /// <summary>Hash of what fixes the cells, each text with its length so that no two lists look alike.</summary>
    private static string Hash(
        IReadOnlyList<SweepParameter> parameters, IReadOnlyList<string> where, IReadOnlyList<string> profiles)
    {
        IEnumerable<string> parts = parameters
            .SelectMany(one => one.Values.Prepend($"{one.Axis} {one.Path}").Prepend("parameter"))
            .Concat(where.Prepend("where"))
            .Concat(profiles.Prepend("profiles"));
        string whole = string.Concat(parts.Select(part => $"{part.Length} {part}\n"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)));
    }

    /// <summary>The steps of reading one file; problems go to its list.</summary>
    private sealed class Reading(
        SettingsDocument<SweepFile> settings, SweepFile file, IReadOnlyList<string> overrides)
    {
        private static readonly string[] _fixed = ["seed", "name", "question", "thresholds"];

        public List<SweepParameter> Parameters()
        {
            var parameters = new List<SweepParameter>();
            for (int axis = 0; axis < file.Axes?.Count; axis++)
            {
                AddAxis(parameters, axis, file.Axes[axis], $"axes[{axis}]");
            }

            return parameters;
        }

        public AdaptiveStop? Adaptive(int least)
        {
            if (file.Adaptive is not { } asked || asked.Metric is null)
            {
                return null;
            }

            CheckExpression(asked.Metric, "adaptive.metric");
            if (asked.Most < least && settings.Has("adaptive.most"))
            {
                settings.Error(
                    "adaptive.most", $"found {asked.Most}; allowed: at least the number of replications ({least})");
            }

            double? half = null;
            if (asked.HalfWidth is { Text: var text })
            {
                half = Quantity.TryParse(text, out Quantity width) && width.Value > 0 ? width.Value : null;
                if (half is null)
                {
                    settings.Error(
                        "adaptive.half_width",
                        $"found '{text}'; allowed: a quantity above 0 in the unit of the metric, such as 50ms or 3");
                }
            }

            return new AdaptiveStop
            {
                Metric = asked.Metric.Trim(),
                HalfWidth = half,
                RelativeHalfWidth = asked.RelativeHalfWidth?.Value,
                Most = asked.Most,
            };
        }

        public void CheckExpressions()
        {
            for (int i = 0; i < file.Metrics.Count; i++)
            {
                CheckExpression(file.Metrics[i], $"metrics[{i}]");
            }

            for (int i = 0; i < file.Thresholds.Count; i++)
            {
                if (!Threshold.TryParse(file.Thresholds[i], out _, out string problem))
                {
                    settings.Error($"thresholds[{i}]", problem);
                }
            }
        }

        /// <summary>The cells of the parameters that are sound; null if there are none.</summary>
        public CellSpace? Space(List<SweepParameter> parameters)
        {
            long combinations = CellSpace.Combinations(parameters);
            if (combinations > CellSpace.Most)
            {
                settings.Error("axes", $"have {combinations} combinations; allowed: at most {CellSpace.Most}");
                return null;
            }

            var conditions = new List<CellCondition>();
            for (int i = 0; i < file.Where.Count; i++)
            {
                if (CellCondition.TryParse(file.Where[i], parameters, out CellCondition? condition, out string problem))
                {
                    conditions.Add(condition!);
                }
                else
                {
                    settings.Error($"where[{i}]", problem);
                }
            }

            var space = new CellSpace(parameters, conditions);
            if (parameters.Count == 0)
            {
                return null;
            }

            if (space.Count == 0)
            {
                settings.Error("where", $"keeps none of {combinations} combinations; allowed: at least one cell");
                return null;
            }

            return space;
        }

        public ScenarioTemplate? Template(List<SweepParameter> parameters)
        {
            if (file.Scenario is null)
            {
                // That it is missing has been said.
                return null;
            }

            string place = Path.Combine(Path.GetDirectoryName(settings.Source) ?? "", file.Scenario);
            string[] set = [.. file.Set.Concat(overrides)];
            foreach (SweepParameter parameter in parameters)
            {
                // What is set is there for all cells; the axis would silently have the last word.
                if (set.FirstOrDefault(one => one.Split('=')[0].Trim() == parameter.Path) is { } twice)
                {
                    settings.Error(
                        file.Set.Contains(twice) ? $"set[{file.Set.ToList().IndexOf(twice)}]" : "axes",
                        $"'{twice}' sets {parameter.Path}, which is varied; allowed: one of both");
                }
            }

            ScenarioTemplate template = ScenarioTemplate.Read(place, set);
            bool isReadable = template.Document.File is not null;
            if (!isReadable)
            {
                foreach (ScenarioProblem problem in template.Document.Problems.InOrder())
                {
                    bool isWhole = problem.Position.Line == 0;
                    settings.Problems.Error(
                        isWhole ? settings.PositionOf("scenario") : problem.Position,
                        isWhole ? $"scenario: '{place}': {problem.Message}" : problem.Message);
                }
            }

            return isReadable ? template : null;
        }

        private void AddAxis(List<SweepParameter> parameters, int axis, AxisSection section, string path)
        {
            var found = new List<(string Parameter, ValuesSection Values, string Path)>();
            if (section.Pair is { } pair)
            {
                found.AddRange(pair.Select((one, i) => (one.Parameter, (ValuesSection)one, $"{path}.pair[{i}]")));
                if (section.Parameter is not null)
                {
                    settings.Error($"{path}.parameter", "stands beside pair; allowed: one of both");
                }
            }
            else if (section.Parameter is { } name)
            {
                found.Add((name, section, path));
            }
            else
            {
                settings.Error(path, "key 'parameter' is missing; allowed: a path of the scenario, such as group.size");
            }

            int begin = parameters.Count;
            foreach ((string parameter, ValuesSection values, string place) in found)
            {
                if (parameter is not null
                    && IsVariable(parameter, parameters, $"{place}.parameter")
                    && AxisValues.Of(values, settings, place) is { } texts)
                {
                    (string unit, IReadOnlyList<double?> numbers) = AxisValues.Numbers(texts);
                    parameters.Add(new SweepParameter
                    {
                        Path = parameter,
                        Axis = axis,
                        Name = section.Name,
                        Unit = unit,
                        Values = texts,
                        Numbers = numbers,
                        Labels = section.Labels,
                    });
                }
            }

            if (!HaveOneLength(parameters, begin, section, path))
            {
                parameters.RemoveRange(begin, parameters.Count - begin);
            }
        }

        private bool IsVariable(string parameter, List<SweepParameter> before, string path)
        {
            if (_fixed.Contains(parameter))
            {
                settings.Error(path, parameter == "seed"
                    ? "found seed, which every replication has its own of; allowed: replications: N instead"
                    : $"found {parameter}, which changes no run; allowed: another parameter");
                return false;
            }

            if (before.Any(other => other.Path == parameter))
            {
                settings.Error(path, $"{parameter} is varied already; allowed: another parameter");
                return false;
            }

            return true;
        }

        private bool HaveOneLength(
            List<SweepParameter> parameters, int begin, AxisSection section, string path)
        {
            if (parameters.Count == begin)
            {
                return true;
            }

            bool areEqual = true;
            int count = parameters[begin].Values.Count;
            for (int i = begin + 1; i < parameters.Count; i++)
            {
                if (parameters[i].Values.Count != count)
                {
                    areEqual = false;
                    settings.Error(
                        $"{path}.pair[{i - begin}]",
                        $"{parameters[i].Path} has {parameters[i].Values.Count} values; allowed: {count}, as many as "
                        + parameters[begin].Path);
                }
            }

            if (section.Labels is { } labels && labels.Count != count)
            {
                settings.Error($"{path}.labels", $"found {labels.Count} labels; allowed: one a value ({count})");
            }

            return areEqual;
        }

        private void CheckExpression(string text, string path)
        {
            if (!MetricExpression.TryParse(text, out _, out string problem))
            {
                settings.Error(path, problem);
            }
        }
    }
}
