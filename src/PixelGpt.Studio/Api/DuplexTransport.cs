using System.IO.Pipelines;

namespace PixelGpt.Studio.Api;

/// <summary>A connection's input and output.</summary>
internal sealed class DuplexTransport(PipeReader input, PipeWriter output) : IDuplexPipe
{
    /// <inheritdoc/>
    public PipeReader Input => input;

    /// <inheritdoc/>
    public PipeWriter Output => output;
}
