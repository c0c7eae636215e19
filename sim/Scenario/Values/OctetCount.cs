namespace GdoiSim.Scenario;

/// <summary>A size in octets, written <c>256KiB</c> or <c>212992</c>.</summary>
/// <param name="Octets">Octets, 0 or more.</param>
public readonly record struct OctetCount(long Octets)
{
    /// <summary>Reads whole octets: no unit or B, kB, MB, GB (powers of 1000), KiB, MiB, GiB (of 1024).</summary>
    public static bool TryParse(string text, out OctetCount count)
    {
        count = default;
        if (!NumberWithUnit.TrySplit(text, out decimal number, out string unit))
        {
            return false;
        }

        long factor = unit switch
        {
            "" or "B" => 1,
            "kB" => 1_000,
            "MB" => 1_000_000,
            "GB" => 1_000_000_000,
            "KiB" => 1L << 10,
            "MiB" => 1L << 20,
            "GiB" => 1L << 30,
            _ => 0,
        };
        if (factor == 0 || NumberWithUnit.Scale(number, factor) is not { } octets)
        {
            return false;
        }

        count = new OctetCount(octets);
        return true;
    }

    /// <summary>With the largest binary unit that leaves a whole number.</summary>
    public override string ToString() => Octets switch
    {
        0 => "0",
        _ when Octets % (1L << 30) == 0 => $"{Octets >> 30}GiB",
        _ when Octets % (1L << 20) == 0 => $"{Octets >> 20}MiB",
        _ when Octets % (1L << 10) == 0 => $"{Octets >> 10}KiB",
        _ => $"{Octets}",
    };
}
