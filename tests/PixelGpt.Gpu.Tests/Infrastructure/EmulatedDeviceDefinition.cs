namespace PixelGpt.Gpu.Tests.Infrastructure;

/// <summary>The collection of all tests that use the <see cref="EmulatedDevice"/>.</summary>
[CollectionDefinition(EmulatedDevice.Collection)]
public sealed class EmulatedDeviceDefinition : ICollectionFixture<EmulatedDevice>;
