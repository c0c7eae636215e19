namespace GdoiSim.Metrics;

/// <summary>
/// A result directory or one of its files cannot be written or read as asked. The message says where, what was found
/// and what is allowed, in words meant for the person at the command line.
/// </summary>
public sealed class ResultException : Exception
{
    public ResultException()
    {
    }

    public ResultException(string message)
        : base(message)
    {
    }

    public ResultException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
