using PixelGpt.Cli;
using PixelGpt.Cli.Hosting;

using var interruption = new Interruption();
return await CommandLine.RunAsync(args, Console.Out, Console.Error, interruption.Token);

/// <summary>Declared explicitly so that it stays internal; a generator of ASP.NET Core would make it public.</summary>
internal sealed partial class Program;
