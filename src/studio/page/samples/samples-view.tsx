export const SamplesView = () => <p>soon</p>;
