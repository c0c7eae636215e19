using GdoiSim.Group;

namespace GdoiSim.Scenario;

/// <summary>How a socket buffer is written: octets as Linux charges them, a number of datagrams, or no bound.</summary>
internal static class ReceiveBufferText
{
    private const string Unit = " datagrams";
    private const string Unlimited = "unlimited";

    public static bool TryParse(string text, out ReceiveBuffer buffer)
    {
        buffer = ReceiveBuffer.OfOctets(long.MaxValue);
        if (text == Unlimited)
        {
            return true;
        }

        if (text.EndsWith(Unit, StringComparison.Ordinal))
        {
            bool read = WholeNumber.TryParse(text[..^Unit.Length], 0, int.MaxValue - 1, out int datagrams);
            buffer = ReceiveBuffer.OfDatagrams(datagrams);
            return read;
        }

        bool sized = OctetCount.TryParse(text, out OctetCount count);
        buffer = ReceiveBuffer.OfOctets(count.Octets);
        return sized;
    }

    public static string Write(ReceiveBuffer buffer) => buffer switch
    {
        { Datagrams: < int.MaxValue } => $"{buffer.Datagrams}{Unit}",
        { Octets: long.MaxValue } => Unlimited,
        _ => new OctetCount(buffer.Octets).ToString(),
    };
}
