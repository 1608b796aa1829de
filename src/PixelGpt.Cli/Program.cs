using PixelGpt.Cli;

using var interruption = new Interruption();
return await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token);

/// <summary>Declared here so that it stays internal: the web framework's generator would make it public.</summary>
internal sealed partial class Program;
