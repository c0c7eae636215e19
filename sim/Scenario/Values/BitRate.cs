namespace GdoiSim.Scenario;

/// <summary>A bandwidth, written <c>100Mbps</c>, or <c>unlimited</c>.</summary>
/// <param name="BitsPerSecond">Bits a second; 0 stands for no limit.</param>
public readonly record struct BitRate(long BitsPerSecond)
{
    /// <summary>No limit: a datagram passes in no time.</summary>
    public static BitRate Unlimited => default;

    /// <summary>Reads a positive whole number of bits a second with the unit bps, kbps, Mbps or Gbps.</summary>
    public static bool TryParse(string text, out BitRate rate)
    {
        rate = default;
        if (text == "unlimited")
        {
            return true;
        }

        if (!NumberWithUnit.TrySplit(text, out decimal number, out string unit))
        {
            return false;
        }

        long factor = unit switch { "bps" => 1, "kbps" => 1_000, "Mbps" => 1_000_000, "Gbps" => 1_000_000_000, _ => 0 };
        if (factor == 0 || NumberWithUnit.Scale(number, factor) is not { } bits || bits == 0)
        {
            return false;
        }

        rate = new BitRate(bits);
        return true;
    }

    /// <summary>With the largest unit that leaves a whole number.</summary>
    public override string ToString() => BitsPerSecond switch
    {
        0 => "unlimited",
        _ when BitsPerSecond % 1_000_000_000 == 0 => $"{BitsPerSecond / 1_000_000_000}Gbps",
        _ when BitsPerSecond % 1_000_000 == 0 => $"{BitsPerSecond / 1_000_000}Mbps",
        _ when BitsPerSecond % 1_000 == 0 => $"{BitsPerSecond / 1_000}kbps",
        _ => $"{BitsPerSecond}bps",
    };
}
