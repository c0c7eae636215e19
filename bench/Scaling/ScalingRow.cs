namespace GdoiSim.Bench.Scaling;

/// <summary>What one rekey of a group of one size took.</summary>
/// <param name="Members">Size of the group.</param>
/// <param name="WallSeconds">The whole process: its start, set-up, files; the median of runs.</param>
/// <param name="RunSeconds">Of it the run, as manifest.json tells it.</param>
/// <param name="PeakOctets">The most memory that the process had resident.</param>
internal sealed record ScalingRow(int Members, double WallSeconds, double RunSeconds, long PeakOctets)
{
    public double PeakMebibytes => PeakOctets / 1048576.0;

    /// <summary>Nanoseconds of the run a member.</summary>
    public double NanosecondsPerMember => RunSeconds * 1e9 / Members;

    /// <summary>Octets a member beyond those of the smallest group's process.</summary>
    public double OctetsPerMember(ScalingRow smallest) => Members == smallest.Members
        ? double.NaN
        : (double)(PeakOctets - smallest.PeakOctets) / (Members - smallest.Members);
}
